import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A storefront or admin template as its makers publish it. */
export interface Template {
  name: string;
  version: string;
  /** Inside the package. */
  page: string;
}

/** Not written by us and not kept here: fetched when fidelity is measured. */
export const templates: readonly Template[] = [
  { name: 'startbootstrap-shop-homepage', version: '5.0.6', page: 'dist/index.html' },
  { name: 'startbootstrap-shop-item', version: '5.0.6', page: 'dist/index.html' },
  { name: 'startbootstrap-small-business', version: '5.0.6', page: 'dist/index.html' },
  { name: 'startbootstrap-agency', version: '7.0.12', page: 'dist/index.html' },
  { name: 'startbootstrap-new-age', version: '6.0.7', page: 'dist/index.html' },
  { name: 'startbootstrap-creative', version: '7.0.7', page: 'dist/index.html' },
  { name: 'startbootstrap-clean-blog', version: '6.0.9', page: 'dist/index.html' },
  { name: 'startbootstrap-sb-admin-2', version: '4.1.4', page: 'index.html' },
  { name: 'now-ui-kit', version: '1.3.0', page: 'index.html' },
  { name: 'material-kit', version: '2.0.4', page: 'index.html' },
  { name: 'black-dashboard', version: '1.0.0', page: 'examples/dashboard.html' },
  { name: 'soft-ui-dashboard', version: '1.0.1', page: 'pages/dashboard.html' },
];

const kept = fileURLToPath(new URL('../../artefacts/templates/', import.meta.url));

/** The unpacked package's folder; fetched once. */
export function fetchTemplate({ name, version }: Template): string {
  const folder = `${kept}${name}-${version}`;
  if (existsSync(`${folder}/package`)) return `${folder}/package`;
  mkdirSync(folder, { recursive: true });
  const [file] = execFileSync('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', folder], {
    encoding: 'utf8',
  })
    .trim()
    .split('\n')
    .slice(-1);
  execFileSync('tar', ['xzf', `${folder}/${file}`, '-C', folder]);
  return `${folder}/package`;
}
