import { deUpliftMore } from './deUpliftMore.ts';
import type { enUplift } from './enUplift.ts';

/** The words of the report on what invitations earn, in German. */
export const deUplift: typeof enUplift = {
  uplift: {
    title: 'Wirkungsbericht',
    lead: 'Was die Einladungen bringen, verglichen mit Besuchern, die durch das Los keine bekamen.',
    onlySupervisors:
      'Diesen Bericht sehen Teamleitung und Administration. Wenn Sie eine Zahl daraus brauchen, fragen Sie dort nach.',
    site: 'Website',
    experiments: 'Versuche',
    refresh: 'Aktualisieren',
    print: 'Drucken',
    loading: 'Einen Moment …',
    readAt: (time: string) => `Stand: ${time}`,
    failed: 'Der Bericht ließ sich nicht lesen.',
    failedKept: 'Er ließ sich nicht erneut lesen. Sie sehen, was zuvor gelesen wurde.',
    offline: 'Die Verbindung ist weg. Der Bericht wird gelesen, sobald sie wieder da ist.',
    offlineKept:
      'Die Verbindung ist weg. Sie sehen, was zuvor gelesen wurde; sobald sie wieder da ist, wird neu gelesen.',
    forbidden: 'Sie dürfen diesen Bericht nicht lesen.',
    gone: 'Diesen Versuch gibt es nicht mehr.',
    again: 'Noch einmal versuchen',
    noSite:
      'Noch gibt es keine Website. Sobald das Skript auf einer Seite Ihres Shops steht, erscheint seine Website hier.',
    none: 'Auf dieser Website wurde noch nichts gemessen. Sobald eine Regel mit Vergleichsgruppe live ist, erscheint ihr Versuch hier. Darunter sehen Sie, was Ihr Verkehr beweisen kann.',
    planNew: 'Einen neuen planen',
    programme: 'Alle Einladungen zusammen',
    version: (version: number) => `Version ${version}`,
    visitors: (count: string) => `${count} Besucher`,
    running: (since: string) => `seit ${since}`,
    ended: (from: string, to: string) => `${from} bis ${to}`,
    heldOut: 'in der Vergleichsgruppe',
    window: (days: string) => `Bestellungen zählen ${days} lang, nachdem ein Besucher infrage kam`,
    days: (count: number, written: string) => (count === 1 ? 'einen Tag' : `${written} Tage`),
    hours: (count: number, written: string) => (count === 1 ? 'eine Stunde' : `${written} Stunden`),
    marks: {
      invalid: 'Nicht auswertbar',
      tooEarly: 'Zu früh',
      inconclusive: 'Nicht entscheidbar',
      better: 'Besser',
      worse: 'Schlechter',
    },
    leads: {
      invalid: 'An der Messung selbst stimmt etwas nicht. Von diesem Versuch wird keine Zahl gezeigt.',
      tooEarly: 'Noch lässt sich nichts sagen. Die Messung läuft, wie sie soll.',
      inconclusive:
        'Ein Unterschied lässt sich nicht zeigen: Gewinn und Verlust passen beide zu dem, was gezählt wurde.',
      better: 'Wer eingeladen wird, bestellt häufiger.',
      worse: 'Wer eingeladen wird, bestellt seltener.',
    },
    leadByPages:
      'Ein Unterschied wurde gezählt, aber bisher erzählen nur Seiten davon. Für ein Urteil reicht das nicht.',
    leadDoubt:
      'Ein Unterschied wurde gezählt, aber wessen Bestellungen es sind, ist für ein Urteil nicht sicher genug.',
    next: 'Was jetzt zu tun ist',
    reasons: {
      toldByPages: (f: { buyers: string; confirmed: string }) =>
        `Der Server Ihres Shops hat die Bestellungen von ${f.confirmed} der ${f.buyers} Kunden gemeldet. Was eine Seite meldet, kann jeder erfinden, der den Shop öffnet; ein Urteil muss deshalb ohne das gelten, und hier gilt es nicht.`,
      contested: (f: { contested: string; orders: string }) =>
        `Auf ${f.contested} der ${f.orders} Bestellungen dieser Zeit erhoben mehrere Besucher Anspruch. Jemand greift nach fremden Bestellungen, oder eine Seite meldet eine Bestellung als mehrere Leute; was dabei gewonnen wurde, lässt sich vom Rest nicht trennen.`,
      fewTied:
        'Bei mehr als der Hälfte der Bestellungen, die der Server Ihres Shops gemeldet hat, ist unbekannt, welcher Besucher sie aufgegeben hat. Wer solche Bestellungen beansprucht, würde das Urteil bestimmen.',
      noHoldout: 'Es gibt keine Vergleichsgruppe, also nichts, womit sich vergleichen ließe.',
      sampleRatio: (f: { p: string; invite: string; holdout: string; plannedInvite: string; plannedHoldout: string }) =>
        `Die beiden Gruppen sind nicht so groß, wie sie sein müssten: ${f.p}. Gezählt wurden ${f.invite} eingeladen und ${f.holdout} im Vergleich; nach dem Los müssten es etwa ${f.plannedInvite} und ${f.plannedHoldout} sein.`,
      bothArms: (f: { both: string; visitors: string }) =>
        `${f.both} von ${f.visitors} Besuchern wurden in beiden Gruppen gesehen. Mehr als einer von zweihundert lässt sich nicht weglassen, ohne das Ergebnis zu verzerren.`,
      fewDays: (f: { days: string; needed: string }) =>
        `${f.days} von ${f.needed} vollen Tagen sind um. Wochentage unterscheiden sich, deshalb werden ganze Wochen verglichen.`,
      openWindows: (f: { window: string }) =>
        `Bestellungen der letzten Besucher kommen noch herein: Auf jeden wird ${f.window} gewartet. Früher bestellen sähe aus wie mehr bestellen, deshalb wartet das Urteil auf Besucher, deren Zeit um ist.`,
      fewConversions: (f: { conversions: string; needed: string }) =>
        `${f.conversions} von ${f.needed} Kunden haben in der Gruppe bestellt, die weniger hat. Darunter verspricht ein Intervall mehr, als es hält.`,
      coversZero: 'Das Intervall reicht von einem Verlust bis zu einem Gewinn.',
      aboveZero: 'Das ganze Intervall liegt über null, und das gilt, so oft man auch nachsieht.',
      belowZero: 'Das ganze Intervall liegt unter null, und das gilt, so oft man auch nachsieht.',
    },
    nexts: {
      toldByPages:
        'Lassen Sie den Server Ihres Shops jede Bestellung melden, auch von Leuten, die er nicht benennen kann. Frühere lassen sich mit ihrer Zeit nachmelden; sie zählen sofort.',
      contested:
        'Wählen Sie Bestellnummern, die niemand erraten kann, und lassen Sie die Seite nach der Bestellung jede beim Öffnen melden. Beginnen Sie dann eine neue Version der Regel: Was bis jetzt beansprucht wurde, bleibt zweifelhaft.',
      fewTied:
        'Prüfen Sie, ob die Seite nach der Bestellung deren Nummer innerhalb einer halben Stunde meldet, und zwar dieselbe wie Ihr Server. Melden Sie nur Bestellungen dieses Webshops. Hinter einem Proxy muss THEKE_PROXIES gesetzt sein, sonst sehen alle Besucher wie ein einziges Netz aus.',
      noHoldout:
        'Geben Sie der Regel unter Regeln eine Vergleichsgruppe. Ein Fünftel der Besucher ist ein guter Anfang.',
      sampleRatio:
        'Besucher einer Gruppe gehen verloren. Suchen Sie nach einem Fehler auf den Seiten mit der Einladung, nach einem Filter gegen Bots, den nur eine Gruppe trifft, oder nach einem anderen System, das Besucher nicht zählen lässt.',
      bothArms:
        'Prüfen Sie, woran Besucher erkannt werden: ein gemeinsames Konto, eine Identität, die im Besuch wechselt, oder ein Test, der sich als viele Leute anmeldet.',
      fewDays: 'Warten Sie. Zu tun ist nichts, und zwischendurch nachzusehen schadet nicht.',
      fewConversions:
        'Weitere Bestellungen kommen von selbst. Dauert es zu lange, kommt eine größere Vergleichsgruppe früher ans Ziel; das beginnt einen neuen Versuch.',
      coversZero:
        'Lassen Sie den Versuch laufen, wenn eine Wirkung der unten genannten Größe für Sie zählt. Sonst lautet die Antwort: Wie auch immer sie ausfällt, sie ist kleiner, als Ihr Verkehr zeigen kann.',
      aboveZero:
        'Behalten Sie die Einladung. Eine kleine Vergleichsgruppe, etwa einer von zwanzig Besuchern, wacht weiter darüber; sie einzustellen beginnt einen neuen Versuch.',
      belowZero:
        'Schalten Sie die Regel unter Regeln ab, oder ändern Sie, wann sie greift oder was sie sagt; das beginnt einen neuen Versuch.',
    },
    byPages: {
      hint: 'Bisher melden die meisten Bestellungen nur Seiten. Für „besser“ oder „schlechter“ muss auch der Server Ihres Shops sie melden; das lässt sich inzwischen einrichten.',
      note: (f: { count: string; buyers: string }) =>
        `In diesen Zahlen stecken ${f.count} von ${f.buyers} Kunden, deren Bestellungen nur ihre Seite gemeldet hat. Solche Bestellungen kann jeder erfinden, der den Shop öffnet.`,
      alone: 'Nur was der Shop gemeldet hat',
      nothing: 'Ohne das, was Seiten gemeldet haben, gibt es nichts zu vergleichen.',
      how: 'So meldet der Server des Shops eine Bestellung',
      same: "Die Nummer ist dieselbe, die die Seite mit Theke('order', …) meldet. Am besten eine, die sich nicht erraten lässt.",
      scope: 'Nötig ist ein API-Schlüssel mit diesem Recht:',
      docs: 'Mehr dazu:',
    },
    curse:
      'Ein Ergebnis, das gelesen wird, sobald es deutlich ist, wirkt meist größer, als es ist. Das Intervall gilt trotzdem; seine Mitte sinkt, wenn weitere Besucher dazukommen.',
    curseUntil: (planned: string, visitors: string) =>
      `Geplant waren ${planned} Besucher; gezählt sind bisher ${visitors}.`,
    early: {
      title: 'Die Zahlen trotzdem ansehen',
      warn: 'Zu wenige Tage oder Bestellungen: Diese Intervalle versprechen mehr, als sie halten. Entscheiden Sie nicht danach.',
    },
    figures: 'Was es bringt',
    conversion: 'Besucher, die bestellen',
    primary: 'danach richtet sich das Urteil',
    revenue: 'Umsatz je Besucher',
    secondary: 'für den zweiten Blick',
    orderValue: 'Wert einer Bestellung',
    describes: 'nur Beschreibung',
    describesWhy:
      'Einen solchen Wert hat nur, wer bestellt hat, und die Einladung ändert, wer bestellt. Verglichen wird damit nichts.',
    invited: 'Eingeladene Gruppe',
    heldBack: 'Vergleichsgruppe',
    interval: '95-%-Intervall',
    to: 'bis',
    openLow: 'nach unten offen',
    openHigh: 'nach oben offen',
    n: (visitors: string) => `N = ${visitors} Besucher`,
    nOf: (invite: string, holdout: string) => `N = ${invite} eingeladen + ${holdout} im Vergleich`,
    nOrders: (orders: string) => `N = ${orders} Bestellungen`,
    points: 'Prozentpunkte',
    nothing: 'Noch gibt es nichts zu vergleichen.',
    counted: (f: { invite: string; ofInvite: string; holdout: string; ofHoldout: string }) =>
      `${f.invite} von ${f.ofInvite} bestellten in der eingeladenen Gruppe, ${f.holdout} von ${f.ofHoldout} in der Vergleichsgruppe.`,
    perVisitor: (invite: string, holdout: string) =>
      `${invite} je Besucher in der eingeladenen Gruppe, ${holdout} in der Vergleichsgruppe`,
    cut: (cap: string) => `Bestellungen über ${cap} zählen als ${cap}; so vor dem Start festgelegt.`,
    uncut:
      'Vor dem Start gab es keine Bestellungen, aus denen sich eine Grenze für große ergäbe. Ohne Grenze können wenige davon ein Intervall mehr versprechen lassen, als es hält; deshalb werden die Gruppen nicht am Umsatz verglichen. Die nächste Fassung der Regel, ein neuer Versuch, hat eine Grenze.',
    zero: 'keine Wirkung',
    time: {
      title: 'Das Intervall im Lauf der Zeit',
      summary: (f: { first: string; last: string; days: string; estimate: string; interval: string; n: string }) =>
        `Vom ${f.first} bis zum ${f.last}, ${f.days}. Am Ende ${f.estimate}, ${f.interval}, ${f.n}.`,
      none: 'Das Bild beginnt mit dem ersten Tag, an dem beide Gruppen bestellt haben.',
      guard: (days: string) => `Tag ${days}`,
      day: 'Tag',
      estimate: 'Wirkung',
      clipped: 'Das Band der ersten Tage reicht über das Bild hinaus.',
    },
    table: 'Als Tabelle',
    flow: {
      title: 'Von „kam infrage“ bis „hat bestellt“',
      summary:
        'Jeder Kreis ist so groß wie sein Teil der Gruppe. Bei den Bestellungen zählen alle, ob sie die Einladung sahen oder nicht.',
      eligible: 'Kamen infrage',
      shown: 'Sahen sie',
      dismissed: 'Lehnten ab',
      accepted: 'Nahmen an',
      chatted: 'Chatteten',
      ordered: 'Bestellten',
      byThemselves: 'von sich aus',
      hidden: 'Bestellungen werden nicht gezeigt, weil die Messung nicht in Ordnung ist.',
      step: 'Schritt',
      notShown: 'nicht eingeladen',
    },
    cost: {
      title: 'Was es gekostet hat',
      minutes: 'Minuten Ihrer Mitarbeitenden in diesen Gesprächen',
      perAccepted: (minutes: string) => `${minutes} min je angenommener Einladung`,
      buyers: 'zusätzliche Kunden durch die Einladung',
      perBuyer: (minutes: string) => `Etwa ${minutes} min für jeden davon.`,
      perBuyerRange: (few: string, many: string) => `Zwischen ${few} und ${many} min für jeden davon.`,
      perBuyerUnknown: 'Wie viele Minuten auf jeden kommen, lässt sich nicht sagen, solange es auch keine sein können.',
    },
    trust: {
      title: 'Kann man den Zahlen trauen?',
      fine: 'in Ordnung',
      open: 'noch nicht',
      broken: 'nicht in Ordnung',
      ratio: 'Größe der Gruppen',
      look: 'einen Blick wert',
      ratioFine: (f: { p: string; always: string }) =>
        `wie gelost: ${f.always} bei täglichem Hinsehen; ${f.p} bei einem einzigen Blick`,
      ratioBroken: (f: { p: string; always: string }) =>
        `nicht wie gelost: ${f.always} bei täglichem Hinsehen; ${f.p} bei einem einzigen Blick`,
      ratioLook: (f: { p: string; always: string }) =>
        `wie gelost: ${f.always} bei täglichem Hinsehen. Bei einem einzigen Blick wäre es ${f.p}; es lohnt also nachzusehen, ob jemand verloren geht. An irgendeinem Tag geschieht das bei etwa einer heilen Messung von hundert; ein Urteil ist es nicht.`,
      both: 'In beiden Gruppen gesehen',
      bothOf: (both: string, visitors: string) => `${both} von ${visitors} Besuchern, weggelassen`,
      days: 'Volle Tage',
      conversions: 'Kunden in der kleineren Gruppe',
      of: (done: string, needed: string) => `${done} von ${needed}`,
      had: (done: string, needed: string) => `${done}; nötig sind ${needed}`,
      confirmed: 'Vom Shop bestätigte Kunden',
      confirmedAll: (all: string) => `alle ${all}`,
      confirmedNone: 'noch keine',
      confirmedOf: (shop: string, all: string) => `${shop} von ${all}; die übrigen nur von ihrer Seite`,
      contested: 'Von mehreren Besuchern beansprucht',
      contestedLong: (count: string) => `${count} Bestellungen: Das Wort der Seite zählt für keinen von ihnen`,
      late: 'Von einer Seite zu anderer Zeit gemeldet',
      lateLong: (count: string) =>
        `${count} Bestellungen, mehr als eine halbe Stunde neben der Zeit, die der Shop nannte: Das Wort der Seite zählt nicht`,
      dayOnly: 'Nur für einen Tag bekannt',
      dayOnlyLong: (count: string) =>
        `${count} Besucher, die kein Speichern erlauben; an einem anderen Tag zählen sie als neu`,
      orders: 'Woher Bestellungen kommen',
      ordersLong: (shop: string, page: string) =>
        `auf der ganzen Website ${shop} vom Shop gemeldet, ${page} nur von der Seite`,
      ordersShop: (shop: string) => `auf der ganzen Website ${shop}, alle vom Shop gemeldet`,
      refunds: 'Erstattungen',
      refundsLong: (amount: string) => `${amount} abgezogen`,
      other: 'Andere Währungen',
      otherLong: (count: string) => `${count} Bestellungen, weggelassen`,
    },
    naive: {
      title: 'Die Zahl, die andere Ihnen zeigen würden',
      notCausal: 'nicht ursächlich',
      said: 'Durchgestrichen, weil nicht ursächlich:',
      more: (times: string) => `${times} Bestellungen unter denen, die chatten`,
      long: (f: { chatters: string; bought: string; others: string; othersBought: string }) =>
        `${f.bought} von ${f.chatters} Besuchern, die chatteten, bestellten; von ${f.others} anderen waren es ${f.othersBought}.`,
      why: 'Wer fragt, steht meist kurz vor dem Kauf; wer chattet, hätte also ohnehin häufiger bestellt. Auch ein Shop, dessen Einladungen gar nichts bewirken, zeigt eine solche Zahl.',
    },
    ...deUpliftMore,
  },
};
