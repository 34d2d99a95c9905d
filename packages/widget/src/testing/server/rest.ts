import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answers } from './answers.ts';
import type { Asked, FakeState } from './state.ts';
import type { FakeTalk } from './talk.ts';

/** What is asked without a line: session links, invitations and orders of visitors without a name, the rules of the site. */
export function fakeRest(state: FakeState, asked: Asked[], { begin, add }: FakeTalk, answers: Answers) {
  function redeem(body: string, response: ServerResponse) {
    asked.push({ event: 'redeem', input: JSON.parse(body) });
    const { token, code } = JSON.parse(body);
    if (token !== 'good-token-123456' && code !== 'WXYZ-BCDF')
      return response.writeHead(404).end('{"code":"notFound"}');
    begin('cnv_handoff', { agent: { agentId: 'a1', name: 'Anna' }, status: 'active' });
    add({ type: 'post', text: 'My parcel arrived wet. Twice.' }, { kind: 'contact', name: 'Kim' });
    add({ type: 'event', event: { type: 'resumed', channel: 'Chirper' } }, { kind: 'system' });
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        visitorId: 'vis_2',
        visitorToken: 'tok_2',
        conversationId: 'cnv_handoff',
        agent: { agentId: 'a1', name: 'Anna' },
        channel: 'Chirper',
      }),
    );
  }

  function tellOrder(body: string, response: ServerResponse) {
    asked.push({ event: 'post:order', input: JSON.parse(body) });
    response.writeHead(204).end();
  }

  function invite(path: string, body: string, response: ServerResponse) {
    const event = path.endsWith('ask') ? 'post:ask' : 'post:answer';
    asked.push({ event, input: JSON.parse(body) });
    if (event === 'post:answer') return response.writeHead(204).end();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answers['invitation:ask']!(undefined as never)));
  }

  const routes: Record<string, (body: string, response: ServerResponse, path: string) => unknown> = {
    '/api/v1/handoffs/redeem': redeem,
    '/api/v1/invitations/ask': (body, response, path) => invite(path, body, response),
    '/api/v1/invitations/answer': (body, response, path) => invite(path, body, response),
    '/api/v1/orders/told': tellOrder,
    '/api/v1/rules/live'(_, response) {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ revision: '1', perVisit: 1, radar: true, rules: state.rules }));
    },
  };

  /** Answers what it knows, and says whether it did. */
  return async (path: string, request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const run = Object.hasOwn(routes, path) ? routes[path] : undefined;
    if (!run) return false;
    if (request.method === 'OPTIONS') response.writeHead(204).end();
    else {
      let body = '';
      for await (const piece of request) body += piece;
      run(body, response, path);
    }
    return true;
  };
}
