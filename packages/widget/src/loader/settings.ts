import type { BootOptions } from '../api/options.ts';
import type { Settings } from '../core.ts';
import { pickLocale } from './words.ts';

/** Reads the script tag's `data-…`; `<html lang>` and the browser decide the language when it says none. */
export function readSettings(window: Window, script: HTMLScriptElement | null): Settings {
  const settings: Settings = {
    site: '',
    base: new URL(script?.src || window.location.href).origin,
    locale: pickLocale(window.document.documentElement.lang, window.navigator.language),
    theme: 'auto',
    consentMode: 'click',
  };
  applyOptions(settings, { ...script?.dataset });
  return settings;
}

/** Lays options over settings; what is not given stays. An unknown consent mode is the strictest: nothing is kept. */
export function applyOptions(settings: Settings, { site, base, locale, theme, consent }: BootOptions): void {
  settings.site = site || settings.site;
  settings.base = base ? new URL(base).origin : settings.base;
  settings.theme = theme || settings.theme;
  settings.consentMode = consent || settings.consentMode;
  settings.locale = pickLocale(locale, settings.locale);
}
