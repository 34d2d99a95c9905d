import { useMemo } from 'preact/hooks';
import type { Console } from '../desk/createConsole.ts';
import { textsOf } from '../texts/index.ts';
import { DeskScreen } from './DeskScreen.tsx';
import { SignIn } from './SignIn.tsx';
import { createScreen } from './screen.ts';
import { ViewContext } from './use.ts';

/** The whole application: a sign-in, or a desk. */
export function App({ app }: { app: Console }) {
  const { language, theme, density } = app.preferences.value.value;
  const texts = textsOf(language);
  const session = app.session.value;
  const desk = app.desk.value;
  // Another sitting begins with a fresh screen.
  const screen = useMemo(createScreen, [desk]);
  return (
    <div class="theke-console" lang={language} data-theme={theme} data-density={density}>
      {session.phase === 'in' && desk ? (
        <ViewContext.Provider value={{ app, desk, screen, texts, language }}>
          <DeskScreen />
        </ViewContext.Provider>
      ) : (
        <SignIn app={app} session={session} texts={texts} language={language} />
      )}
    </div>
  );
}
