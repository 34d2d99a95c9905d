import { setStage } from './stage.ts';
import { pageSurface } from './surface.page.ts';

const surface = pageSurface(window as Window & typeof globalThis);
setStage({ surface, seen: () => ({ stream: 1, seq: surface.seq() }), settle: async () => {} });
