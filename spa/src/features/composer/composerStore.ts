import { newIdempotencyKey } from '~/api/deed'
import type { Asset, Turn } from '~/api/types'
import { create, type Store } from '~/lib/store'
import {
  readDraft,
  readLastPrompt,
  writeDraft,
  writeLastPrompt,
  type PendingSubmit,
  type Settings,
} from './draft'
import { readyAssets, strengthWord, type ComposerState, type Input, type TurnBody } from './rules'

export interface Composer extends ComposerState {
  pending: PendingSubmit | null
}

/** One per conversation; kept while the page lives, so that an upload goes on behind another conversation. */
const stores = new Map<string, ComposerStore>()

export function composerStore(userId: string, scope: string): ComposerStore {
  const key = `${userId}/${scope}`
  const known = stores.get(key)
  if (known !== undefined) return known
  const store = new ComposerStore(userId, scope)
  stores.set(key, store)
  return store
}

/** Another customer on this page, or the next test, starts from what is stored. */
composerStore.forgetAll = () => stores.clear()

export class ComposerStore {
  readonly state: Store<Composer>
  /** What was in the box before something else was put there. Its uploads go on. */
  private aside: ComposerState | null = null
  /** What was put there last: nobody misses it. */
  private filled: ComposerState | null = null

  constructor(
    private readonly userId: string,
    private readonly scope: string,
  ) {
    const draft = readDraft(userId, scope)
    this.state = create<Composer>({ ...draft, inputs: draft.inputs.map(fromAsset) })
  }

  setPrompt(prompt: string): void {
    this.update({ prompt })
  }

  setSettings(settings: Partial<Settings>): void {
    this.update({ settings: { ...this.state.get().settings, ...settings } })
  }

  setPending(pending: PendingSubmit | null): void {
    this.update({ pending })
  }

  addInput(input: Input): void {
    this.update({ inputs: [...this.state.get().inputs, input] })
  }

  replaceInput(id: string, input: Input): void {
    const replaced = (inputs: Input[]) => inputs.map((one) => (one.id === id ? input : one))
    if (this.aside !== null) this.aside.inputs = replaced(this.aside.inputs)
    this.update({ inputs: replaced(this.state.get().inputs) })
  }

  removeInput(id: string): void {
    this.update({ inputs: this.state.get().inputs.filter((one) => one.id !== id) })
  }

  /** Their order matters to the model: the first one leads. */
  moveInput(id: string, by: -1 | 1): void {
    const { inputs } = this.state.get()
    const from = inputs.findIndex((one) => one.id === id)
    const moved = inputs[from]
    const to = from + by
    if (moved === undefined || to < 0 || to >= inputs.length) return
    this.update({ inputs: inputs.toSpliced(from, 1).toSpliced(to, 0, moved) })
  }

  removeAsset(assetId: string): void {
    const { inputs } = this.state.get()
    this.update({ inputs: inputs.filter((one) => one.status !== 'ready' || one.asset.id !== assetId) })
  }

  /** Answers false where there is no room for one more. */
  useAsset(asset: Asset, inputsMax: number): boolean {
    const { inputs } = this.state.get()
    if (readyAssets(inputs).some(({ id }) => id === asset.id)) return true
    if (inputs.length >= inputsMax) return false
    this.addInput(fromAsset(asset))
    return true
  }

  /** Puts these in the place of what is in the box. Answers how that is had back, null where nothing is lost. */
  fill(change: Partial<ComposerState>): (() => void) | null {
    const { prompt, inputs, settings, needsPicture } = this.state.get()
    const loses = (prompt.trim() !== '' && prompt !== change.prompt) || (change.inputs && inputs.length > 0)
    const untouched = prompt === this.filled?.prompt && inputs === this.filled.inputs
    const before = { prompt, inputs, settings, needsPicture }
    this.update({ needsPicture: false, ...change })
    this.filled = this.state.get()
    if (loses !== true || untouched) return null
    this.aside = before
    return () => this.update(before)
  }

  /** As `fill`, with all that a turn was asked with. */
  editTurn(turn: Turn): (() => void) | null {
    const { settings } = this.state.get()
    return this.fill({
      prompt: turn.prompt,
      inputs: turn.inputs.map(fromAsset),
      settings: {
        model: turn.model,
        resolution: turn.resolution,
        batchSize: turn.batch_size,
        strength: turn.image_strength == null ? settings.strength : strengthWord(turn.image_strength),
      },
    })
  }

  /** The words are to make a picture after all, not to change one. */
  needsNoPicture(): void {
    this.update({ needsPicture: false })
  }

  /** Fills an empty prompt with what was sent last, here or else anywhere. */
  recallPrompt(sentHere: string | undefined): void {
    if (this.state.get().prompt === '') this.setPrompt(sentHere ?? readLastPrompt(this.userId))
  }

  /** The server has it: what was sent goes, what was added meanwhile and the settings stay. */
  accepted(body: TurnBody): void {
    const { prompt, inputs } = this.state.get()
    const sent = new Set(body.inputs)
    this.update({
      prompt: prompt === body.prompt ? '' : prompt,
      inputs: inputs.filter((input) => input.status !== 'ready' || !sent.has(input.asset.id)),
      pending: null,
    })
    writeLastPrompt(this.userId, body.prompt)
  }

  private update(change: Partial<Composer>): void {
    const next = { ...this.state.get(), ...change }
    next.needsPicture &&= next.prompt !== ''
    this.state.set(next)
    writeDraft(this.userId, this.scope, { ...next, inputs: readyAssets(next.inputs) })
  }
}

export function fromAsset(asset: Asset): Input {
  return { id: newIdempotencyKey(), name: '', preview: asset.thumb_url, status: 'ready', asset }
}
