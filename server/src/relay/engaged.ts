interface Row {
  id: string;
  visitor_id: string;
  agent_id: string;
}

/** Who takes part in something that has not ended. */
export interface Engaged {
  add(row: Row): void;
  /** One more agent of it. */
  also(id: string, agentId: string): void;
  remove(id: string): void;
  visitor(visitorId: string): boolean;
  agent(agentId: string): boolean;
}

/** Makes {@link Engaged}: most visitors who leave never shared anything, and the database need not be asked about them. */
export function createEngaged(): Engaged {
  const open = new Map<string, { visitorId: string; agents: Set<string> }>();
  const some = (fits: (one: { visitorId: string; agents: Set<string> }) => boolean) => {
    for (const one of open.values()) if (fits(one)) return true;
    return false;
  };
  return {
    add: (row) => void open.set(row.id, { visitorId: row.visitor_id, agents: new Set([row.agent_id]) }),
    also: (id, agentId) => void open.get(id)?.agents.add(agentId),
    remove: (id) => void open.delete(id),
    visitor: (id) => some((one) => one.visitorId === id),
    agent: (id) => some((one) => one.agents.has(id)),
  };
}
