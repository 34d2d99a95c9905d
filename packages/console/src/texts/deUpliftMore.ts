/** More words of the uplift report: starting anew, accepted chats, the plan, the rows, its limits and its method. */
export const deUpliftMore = {
  anew: {
    first:
      'Finden Sie die Ursache, und beginnen Sie erst dann einen neuen Versuch. Dieser bleibt nicht auswertbar, auch wenn der Fehler behoben ist: Wer schon fehlt, kommt nicht zurück.',
    rule: 'Den neuen Versuch beginnt eine neue Fassung der Regel: Öffnen Sie die Regel unter „Regeln“, geben Sie bei der Vergleichsgruppe ein anderes „Wort, das die Lose zieht“ ein, oder ändern Sie die Regel selbst, und speichern Sie.',
    programme:
      'Den neuen Versuch beginnt eine geänderte Vergleichsgruppe: Ändern Sie unter „Regeln“, „Für alle Regeln“ den Anteil der Vergleichsgruppe, und speichern Sie; oder setzen Sie mit PUT /api/v1/rules ein anderes settings.programme.salt.',
  },
  perChat: {
    title: 'Wie ein angenommener Chat das Bestellen ändert',
    assumes:
      'Das gilt nur, wenn eine Einladung allein über den Chat wirkt: Ändert schon die Karte, wer bestellt, dann ist diese Zahl falsch; das Urteil bleibt richtig.',
    unknown:
      'Das lässt sich noch nicht sagen. Entweder ist nicht sicher, dass durch die Einladung mehr Leute chatten, oder mehr Chats allein können den Unterschied nicht erklären.',
    wide: 'Das lässt sich noch nicht sagen: Das Intervall wäre breiter als 100 Prozentpunkte.',
  },
  plan: {
    title: 'Was Ihr Verkehr beweisen kann',
    perDay: (visitors: string, total: string) =>
      `Etwa ${visitors} Besucher am Tag kämen infrage, etwa ${total} in 28 Tagen.`,
    basis: (f: { visitors: string; days: string; followed: string; buyers: string }) =>
      `Gezählt: ${f.visitors} Besucher, die in den letzten ${f.days} Tagen infrage kamen. Wie oft sie bestellen, sagen ${f.followed}, deren Zeit zum Bestellen um ist: ${f.buyers} haben bestellt.`,
    soon: (f: { visitors: string }) =>
      `Bisher gezählte Besucher, die infrage kämen: ${f.visitors}. Ein Plan braucht drei Tage, damit er nicht ein guter Nachmittag ist.`,
    unknown:
      'Noch ist nicht bekannt, wie viele Besucher infrage kämen. Lassen Sie eine Regel einige Tage im Schattenbetrieb laufen: Es wird gezählt, und niemand wird eingeladen.',
    examples: (f: { rate: string; share: string }) =>
      `Bis dahin ein Beispiel: ein Shop, in dem ${f.rate} der Besucher bestellen, die infrage kommen, und ${f.share} in der Vergleichsgruppe sind.`,
    exampleRow: (visitors: string) => `${visitors} Besucher in 28 Tagen`,
    lead: 'Die kleinste Wirkung auf Bestellungen, die 28 Tage in vier von fünf Fällen beweisen, wenn es sie gibt:',
    row: 'in der Vergleichsgruppe',
    lift: (lift: string) => `etwa ${lift}`,
    never: 'nichts: zu wenige Besucher',
    read: (f: { lift: string; share: string }) =>
      `Mit Ihrem Verkehr ist die kleinste beweisbare Wirkung in 28 Tagen etwa ${f.lift}, wenn ${f.share} in der Vergleichsgruppe sind.`,
    smaller:
      'Eine kleinere Wirkung kann es durchaus geben; sie braucht mehr Zeit. Die doppelte Wirkung braucht ein Viertel der Besucher.',
    looks:
      'Das gilt für das Intervall dieses Berichts, das täglich angesehen werden darf. Das hat seinen Preis: Die Wirkung muss 1,38-mal so groß sein wie für einen einzigen Blick an einem vorher festgelegten Tag.',
    noRate:
      'Wie viele davon bestellen, ist noch nicht bekannt: Es gab zu wenige Bestellungen. Der Plan erscheint, sobald es welche gibt.',
    curse:
      'Legen Sie vor dem Start fest, wie lange der Versuch läuft. Wer am ersten guten Tag aufhört, sieht eine zu große Wirkung.',
  },
  raw: {
    title: 'Selbst nachrechnen',
    long: 'Jede Zeile hinter diesem Bericht als CSV: Besucher (nur als Prüfwert), Gruppe, Zeitpunkt, Bestellungen, Betrag, gechattet und die Losnummer, die über die Gruppe entschied. Alle Zahlen lassen sich daraus neu berechnen.',
    address: 'Adresse',
    scope: 'Nötig ist ein API-Schlüssel mit diesem Recht:',
    copy: 'Adresse kopieren',
    copied: 'Kopiert.',
    notCopied: 'Kopieren ging nicht. Bitte markieren und kopieren Sie die Adresse.',
  },
  limits: {
    title: 'Was sagt das nicht?',
    list: [
      'Nicht, was eine bestimmte Art von Besuchern tut: Wer die Zahlen teilt, bis ein Teil deutlich ist, sieht immer wieder neu nach.',
      'Nicht, was eine andere Regel, ein anderer Text oder eine andere Jahreszeit bringt. Eine geänderte Regel ist ein neuer Versuch.',
      'Nicht, was nach der gezählten Zeit bestellt wird: Das zählt für keine der Gruppen.',
      'Nicht, was mehr Mitarbeitende brächten: Eingeladene beschäftigen sie, und die anderen warten auf dieselben Leute.',
      'Ein Mensch mit zwei Geräten ist zwei Besucher, vielleicht einer in jeder Gruppe. Das lässt eine Wirkung kleiner aussehen, nie größer.',
      'Lässt es sich fälschen? Was eine Seite meldet, kann erfinden, wer den Shop öffnet; Seiten allein ergeben deshalb nie ein Urteil. Bestellungen, die Ihr Server meldet, kann von außen niemand erfinden; beanspruchen lässt sich nur, wessen sie sind: eine halbe Stunde lang, eine Nummer für einen Besucher, und zwei Ansprüche zählen für niemanden.',
    ],
  },
  method: {
    title: 'Wie wird das berechnet?',
    list: [
      'Gruppen: auf dem Server gelost in dem Moment, in dem ein Besucher infrage kommt, bevor etwas gezeigt wird, und für beide Gruppen aufgeschrieben. Jeder zählt in der gelosten Gruppe, ob er die Einladung sah oder nicht (Intention-to-treat).',
      'Wirkung auf Bestellungen: Verhältnis der beiden Bestellraten, auf dem Logarithmus. Intervall und p: asymptotische Konfidenzfolge zum Niveau 0,95 (Waudby-Smith und andere), richtig an allen Tagen zugleich.',
      'Prozentpunkte: Differenz der beiden Raten, Newcombes hybrides Score-Intervall mit der Reichweite derselben Folge.',
      'Umsatz je Besucher: Verhältnis der Mittelwerte auf dem Logarithmus, Bestellungen an einer vor dem Start festgelegten Grenze gekappt, die gleiche Art Folge. Ohne Grenze gibt es keine.',
      'Wert einer Bestellung: Umsatz durch Bestellungen mit dem Intervall eines Quotienten (Delta-Methode).',
      'Größe der Gruppen: ein Test, der täglich gelesen werden darf (Lindon und Malek), ungültig unter p = 0,001 an irgendeinem Tag. Der Chi-Quadrat-Test daneben gilt für einen einzigen Blick und entscheidet nichts.',
      'Je angenommenem Chat: Unterschied an Bestellungen durch den Unterschied an Chats, nur wo mehr Chats sicher sind. Beide dürfen täglich angesehen werden, jeder zum Niveau 0,975, damit der Quotient zu 0,95 stimmt.',
      'Zusätzliche Kunden: Käufer · r / (1 + r) mit r der Wirkung und ihren Enden.',
      'Das Urteil „besser“ oder „schlechter“ verlangt heile Gruppen, 14 volle Tage und 50 Kunden in der kleineren Gruppe. Diese Grenzen sind für alle gleich und nicht einstellbar.',
    ],
    docs: 'Jede Formel mit Quelle:',
  },
};
