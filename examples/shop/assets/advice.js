// May an adviser speak first? The pages where that can happen say so in a line of their own (pages/advice.html).
// The rules run in the page alone; asking whether somebody is free says nothing about who asks. "No offers, please" ends
// it for good.
{
  const line = document.querySelector('[data-advice]');
  const key = 'wetterfest-no-advice';
  const kept = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const tell = (...call) => void Theke(...call).catch(() => {});

  if (line && !kept()) {
    for (const rule of shop.invitationRules) tell('addRule', rule);

    const button = document.getElementById('no-advice');
    button.addEventListener('click', () => {
      try {
        localStorage.setItem(key, 'yes');
      } catch {
        // Then it holds for this page only.
      }
      // A rule of the same name takes the place of the first. A chat that is open stays open.
      for (const rule of shop.invitationRules) tell('addRule', { ...rule, mode: 'off' });
      document.getElementById('no-advice-said').textContent = shop.page.texts.shop.noAdviceDone;
      button.remove();
    });
  } else line?.remove();
}
