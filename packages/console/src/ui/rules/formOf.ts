import type { Advice } from '@theke/rules/advise';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Path } from './path.ts';

/** The JSON a form shows: fields name the place they stand for, and read and write it there. */
export interface FormOf {
  value: unknown;
  readOnly: boolean;
  /** For a moment nothing is taken: fields stay as they are, what makes or takes away is out of sight. */
  rests?: boolean;
  /** Words for what is wrong at a place; empty where nothing is. */
  faultAt: (path: string) => string;
  /** What seems wrong at a place, though it may be saved. */
  adviceAt?: (path: string) => readonly Advice[];
  /** Puts there what was perhaps meant. */
  useInstead?: (advice: Advice) => void;
  /** `undefined` takes it away. */
  set: (path: Path, next: unknown) => void;
}

const FormContext = createContext<FormOf | null>(null);
export const FormProvider = FormContext.Provider;

/** The form around a field. */
export function useForm(): FormOf {
  const form = useContext(FormContext);
  if (!form) throw new Error('used outside a form');
  return form;
}

/** What is said about a field besides its name: hint or fault, and warnings where there are some. */
export const describedBy = (form: FormOf, id: string, path: string): string =>
  form.adviceAt?.(path).length ? `${id}-more ${id}-advice` : `${id}-more`;
