// May an adviser speak first? The pages where that can happen say so in a line of their own (pages/advice.html).
// Until the visitor does something there, Theke opens no line and stores nothing. "No offers, please" ends it for good.
{
  const line = document.querySelector('[data-advice]');
  const key = 'wetterfest-advice';
  const kept = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const keep = (answer) => {
    try {
      localStorage.setItem(key, answer);
    } catch {
      // Then it holds for this page only.
    }
  };
  const tell = (...call) => void Theke(...call).catch(() => {});

  if (line && kept() !== 'no') {
    const touched = new AbortController();
    const allow = () => {
      touched.abort();
      keep('yes');
      tell('consent', { chat: true, storage: true });
    };
    const button = document.getElementById('no-advice');
    const onTouch = (event) => event.target.closest('#no-advice') || allow();
    for (const name of ['focusin', 'pointerdown'])
      document.getElementById('main').addEventListener(name, onTouch, { signal: touched.signal });

    // Consent first: the rules look at what was dismissed on an earlier page.
    if (kept() === 'yes') allow();
    for (const rule of shop.invitationRules) tell('addRule', rule);

    button.addEventListener('click', () => {
      touched.abort();
      keep('no');
      // A rule of the same name takes the place of the first. A chat that is open stays open.
      for (const rule of shop.invitationRules) tell('addRule', { ...rule, mode: 'off' });
      document.getElementById('no-advice-said').textContent = shop.page.texts.shop.noAdviceDone;
      button.remove();
    });
  } else line?.remove();
}
