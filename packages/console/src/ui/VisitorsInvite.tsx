import type { RefusalCode, RuleRecord, Visit } from '@theke/protocol';
import type { Rule } from '@theke/rules';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { pageName } from '../format/address.ts';
import { exactLength } from '../format/time.ts';
import { Choice } from './Choice.tsx';
import { Dialog } from './Dialog.tsx';
import { StandingRules } from './explain/StandingRules.tsx';
import { useView } from './use.ts';
import { visitorName } from './VisitorsRow.tsx';

const maxChars = 300;
type Words = 'usual' | 'rule' | 'own';
type Told = 'nothing' | 'sending' | 'noText' | 'noSkill' | { refused: RefusalCode };

/** Invites one visitor by hand: with whose words, and for agents with which skill. */
export function InviteVisitor() {
  const { desk, screen, texts } = useView();
  const id = screen.invitee.value;
  const visit = id ? desk.state.value.visits.get(id) : undefined;
  // Somebody who leaves meanwhile keeps their name in the window.
  const known = useRef<Visit | undefined>(visit);
  if (visit) known.current = visit;
  if (!known.current) return null;
  const name = visitorName(known.current, { desk, texts });
  return (
    <Dialog title={texts.radar.dialog.title(name)} class="dialog-visitor">
      <InviteForm visit={known.current} here={visit?.online === true} name={name} />
    </Dialog>
  );
}

function InviteForm({ visit, here, name }: { visit: Visit; here: boolean; name: string }) {
  const { desk, language, screen, texts } = useView();
  const words = texts.radar.dialog;
  const { me } = desk.state.value;
  const [records, setRecords] = useState<readonly RuleRecord[]>([]);
  const [chosen, setChosen] = useState<Words>('usual');
  const [ruleId, setRuleId] = useState('');
  const [text, setText] = useState('');
  const [skill, setSkill] = useState(me.skills[0] ?? '');
  const [told, setTold] = useState<Told>('nothing');
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    let gone = false;
    void desk.rules
      .list(visit.siteId)
      .then((all) => gone || setRecords((all ?? []).filter((one) => one.rule !== null)));
    return () => {
      gone = true;
    };
  }, [desk, visit.siteId]);
  const rules = records.map((one) => one.rule as unknown as Rule).filter((rule) => rule.offer?.text);
  const rule = rules.find((one) => one.id === (ruleId || rules[0]?.id));
  const skills = [...new Set([...me.skills, ...rules.map((one) => one.offer.skill)])];
  const busy = visit.conversationId !== undefined;
  const blocked = !here || busy;

  async function send() {
    if (blocked || told === 'sending') return;
    if (chosen === 'own' && !text.trim()) {
      setTold('noText');
      return field.current?.focus();
    }
    if (!/^[a-z0-9_-]{1,40}$/u.test(skill)) return setTold('noSkill');
    setTold('sending');
    const answer = await desk.rules.invite({
      visitorId: visit.visitorId,
      skill,
      ...(chosen === 'rule' && rule ? { ruleId: rule.id } : {}),
      ...(chosen === 'own' ? { text: text.trim() } : {}),
    });
    if (answer.type === 'refused') return setTold({ refused: answer.code });
    screen.dialog.value = null;
    desk.notices.tell(words.sent(name, exactLength(answer.expiresInMs)));
  }

  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <p class="quiet">
        {pageName(visit.page)}. {words.lead}
      </p>
      <StandingRules visit={visit} />
      <Choice
        title={words.words}
        value={chosen}
        options={[
          ['usual', words.usual] as const,
          ...(rules.length > 0 ? [['rule', words.ofRule] as const] : []),
          ['own', words.own] as const,
        ]}
        choose={(next) => {
          setTold('nothing');
          setChosen(next);
          if (next === 'rule' && rule) setSkill(rule.offer.skill);
        }}
      />
      {chosen === 'rule' && rule ? (
        <label class="field">
          <span>{words.rule}</span>
          <select
            value={rule.id}
            onChange={(event) => {
              const next = event.currentTarget.value;
              setRuleId(next);
              setSkill(rules.find((one) => one.id === next)?.offer.skill ?? skill);
            }}
          >
            {rules.map((one) => (
              <option key={one.id}>{one.id}</option>
            ))}
          </select>
          <span class="visit-words">{rule.offer.text[language]}</span>
        </label>
      ) : null}
      {chosen === 'own' ? (
        <label class="field">
          <span>{words.text}</span>
          <textarea
            ref={field}
            rows={3}
            maxLength={maxChars}
            value={text}
            aria-invalid={told === 'noText'}
            aria-describedby={`${id}-left`}
            onInput={(event) => {
              setText(event.currentTarget.value);
              setTold('nothing');
            }}
          />
          <span id={`${id}-left`}>{words.left(text.length)}</span>
        </label>
      ) : null}
      <label class="field">
        <span>{words.skill}</span>
        <input
          type="text"
          autocomplete="off"
          spellcheck={false}
          list={`${id}-skills`}
          value={skill}
          aria-invalid={told === 'noSkill'}
          onInput={(event) => setSkill(event.currentTarget.value)}
        />
        <datalist id={`${id}-skills`}>
          {skills.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <span>{words.skillHint}</span>
      </label>
      <p class="trouble" role="alert">
        {here ? (busy ? words.busy : '') : words.gone}
        {told === 'noText' || told === 'noSkill' ? words[told] : ''}
        {typeof told === 'object'
          ? `${words.failed} ${words.why[told.refused] ?? texts.refused.why[told.refused] ?? ''}`
          : ''}
      </p>
      <div class="dialog-ends">
        <button
          type="button"
          class="button"
          onClick={() => {
            screen.dialog.value = null;
          }}
        >
          {texts.dialog.cancel}
        </button>
        <button type="submit" class="button button-main" aria-disabled={blocked || told === 'sending'}>
          {told === 'sending' ? words.sending : words.send}
        </button>
      </div>
    </form>
  );
}
