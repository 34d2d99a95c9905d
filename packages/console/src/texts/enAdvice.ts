/** The words of warnings beside a rule that is being written: a sentence for each thing that seems wrong. */
export const enAdvice = {
  ruleAdvice: {
    warning: 'Warning:',
    list: 'Warnings',
    count: (count: number) => (count === 1 ? '1 warning' : `${count} warnings`),
    next: 'Go to the next warning. Saving is possible all the same.',
    use: (meant: string) => `Use ${meant} instead`,
    say: {
      unknownFact: (fact: string) => `No page tells of ${fact}.`,
      wrongKind: {
        text: (fact: string) => `${fact} is a text; this does not fit it.`,
        number: (fact: string) => `${fact} is a number; this does not fit it.`,
        boolean: (fact: string) => `${fact} is either true or false; this does not fit it.`,
      },
      wrongValue: (fact: string, known: string) => `${fact} is always one of these: ${known}.`,
      outOfRange: (fact: string, from: number, to: number | null) =>
        to === null ? `${fact} is a whole number from ${from}.` : `${fact} is a whole number from ${from} to ${to}.`,
      outOfCents: (fact: string) => `${fact} counts whole cents, never less than 0.`,
      wrongStart: {
        path: 'A path begins with a slash.',
        ids: (fact: string) => `In ${fact} every product has a space before and behind it.`,
      },
      unknownSignal: (signal: string) => `No page tells by itself that ${signal} happened.`,
      noPlace: (signal: string) => `${signal} happens on the whole page, never at one form or field.`,
      unknownSkill: (skill: string) => `Nobody here has the skill ${skill}, so nobody is invited.`,
      unknownPredicate: (name: string) => `No page brings a condition called ${name}.`,
      sameVariant: (id: string) => `There is another variant called ${id}; results could not be told apart.`,
      noSuchDay: (day: string) => `The day ${day} does not exist.`,
      neverTrue: {
        nothingInside: 'There is nothing in it, so it never holds.',
        noWindow: 'Nothing happens within no time, so this never holds.',
        contradicts: 'This contradicts another condition that has to hold with it: together they never do.',
        whileTalking: 'Nobody is invited while they are in a conversation, so this invites nobody.',
      },
      noTime: {
        plain: (kind: string) => `“${kind}” for 0 s asks for nothing.`,
        negated: (kind: string) => `“${kind}” for 0 s always holds, so its opposite never does.`,
      },
      neverInvites: {
        hours: 'No day has any hours, so this rule never invites.',
        cap: 'With 0 this rule never invites.',
      },
    },
  },
};
