import { newIdempotencyKey } from '~/api/deed'
import { isOpen } from '~/api/types'
import { create, type Store } from '~/lib/store'
import { Leader } from './leader'
import { Poller, type PollerPorts, type PollerStatus } from './poller'
import { openTabs, type TabNews, type Tabs } from './tabs'

export interface SharedPorts extends PollerPorts {
  locks: LockManager | undefined
  /** Names the lock and the channel: of one customer. */
  name: string
  /** Another tab changed something of this conversation. */
  refresh: (conversationId: string) => void
}

/**
 * The long poll of all tabs of a customer. One of them asks for what any of them is waiting for and passes on what it
 * hears; a customer may hold only a few polls at a time, and the server is spared the others.
 */
export class SharedPoller {
  private readonly tab = newIdempotencyKey()
  private readonly poller: Poller
  private readonly polled: Store<PollerStatus> = create<PollerStatus>('idle')
  private readonly leader: Leader
  private readonly tabs: Tabs
  private own: string[] = []
  /** What the other tabs wait for. A tab that crashed is forgotten with the end of its pictures. */
  private readonly others = new Map<string, string[]>()
  private visible = true
  private stopped = false

  constructor(private readonly ports: SharedPorts) {
    this.poller = new Poller({
      fetch: ports.fetch,
      status: this.polled,
      apply: (generations) => this.pass({ kind: 'generations', generations }),
      forget: (ids) => this.pass({ kind: 'gone', ids }),
    })
    this.polled.subscribe(() => {
      if (this.leader.leads) this.passStatus()
    })
    this.tabs = openTabs(ports.name, (news) => this.hear(news))
    this.leader = new Leader(ports.locks, ports.name, (leads) => this.turnedInto(leads))
  }

  watch(ids: string[]): void {
    if (ids.join() === this.own.join()) return
    this.own = ids
    if (this.leader.leads) this.poll()
    else this.tellWatch()
  }

  /** Somebody came to this tab, or left it; said once at the beginning, too. */
  setVisible(visible: boolean): void {
    this.visible = visible
    this.poller.setVisible(visible)
    if (visible) this.leader.take()
    else if (this.leader.leads) this.tabs.tell({ kind: 'unseen' })
    else this.leader.queue()
  }

  /** Somebody came back, or the network did. */
  wake(): void {
    if (this.visible) this.leader.take()
    this.poller.wake()
  }

  changed(conversationId: string): void {
    this.tabs.tell({ kind: 'changed', conversationId })
  }

  stop(): void {
    if (this.stopped) return
    this.stopped = true
    if (!this.leader.leads) this.tabs.tell({ kind: 'watch', tab: this.tab, ids: [] })
    this.leader.stop()
    this.poller.stop()
    this.tabs.close()
  }

  private turnedInto(leads: boolean): void {
    if (leads) {
      this.tabs.tell({ kind: 'call' })
      this.poll()
      this.passStatus()
    } else {
      this.others.clear()
      this.poller.stop()
      if (!this.stopped) this.tellWatch()
    }
  }

  private poll(): void {
    this.poller.watch([...this.own, ...[...this.others.values()].flat()])
  }

  private tellWatch(): void {
    this.tabs.tell({ kind: 'watch', tab: this.tab, ids: this.own })
  }

  private passStatus(): void {
    this.pass({ kind: 'status', status: this.polled.get() })
  }

  /** To everybody, and here. */
  private pass(news: TabNews): void {
    this.tabs.tell(news)
    if (news.kind === 'generations')
      this.drop(news.generations.filter((one) => !isOpen(one)).map(({ id }) => id))
    if (news.kind === 'gone') this.drop(news.ids)
    this.take(news)
    if (this.leader.leads && news.kind !== 'status') this.poll()
  }

  private drop(ids: string[]): void {
    for (const [tab, waiting] of this.others) {
      const left = waiting.filter((id) => !ids.includes(id))
      if (left.length === 0) this.others.delete(tab)
      else this.others.set(tab, left)
    }
  }

  private hear(news: TabNews): void {
    if (news.kind === 'call') return this.leader.leads ? undefined : this.tellWatch()
    if (news.kind === 'changed') return this.ports.refresh(news.conversationId)
    if (news.kind === 'unseen') return this.visible ? this.leader.take() : undefined
    if (news.kind === 'watch') return this.leader.leads ? this.wait(news.tab, news.ids) : undefined
    // Where every tab asks for itself, each knows its own status best.
    if (news.kind !== 'status' || !this.leader.leads) this.take(news)
  }

  private wait(tab: string, ids: string[]): void {
    if (ids.length === 0) this.others.delete(tab)
    else this.others.set(tab, ids)
    this.poll()
    this.passStatus()
  }

  private take(news: TabNews): void {
    if (news.kind === 'generations') this.ports.apply(news.generations)
    else if (news.kind === 'gone') this.ports.forget(news.ids)
    else if (news.kind === 'status') this.ports.status.set(news.status)
  }
}
