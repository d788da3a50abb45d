import { expect, it } from 'vitest'
import { asset, me } from '~/test/samples'
import { ComposerStore } from './composerStore'
import { NEW_CHAT, readDraft } from './draft'

it('survives a reload, for each conversation and for the new one', () => {
  new ComposerStore(me.id, NEW_CHAT).setPrompt('A red boat')
  const other = new ComposerStore(me.id, 'conversation-1')
  other.setPrompt('A blue boat')
  other.useAsset(asset, 3)
  other.setSettings({ batchSize: 4 })

  expect(new ComposerStore(me.id, NEW_CHAT).state.get().prompt).toBe('A red boat')
  const again = new ComposerStore(me.id, 'conversation-1').state.get()
  expect(again.prompt).toBe('A blue boat')
  expect(again.inputs).toMatchObject([{ status: 'ready', asset }])
  expect(again.settings.batchSize).toBe(4)
})

it('is not taken by what another tab writes and sends', () => {
  const store = new ComposerStore(me.id, NEW_CHAT)
  store.setPrompt('Half a thought')
  const key = `nproxy.draft.${me.id}.${NEW_CHAT}`
  // The other tab has the same local storage and a session storage of its own.
  localStorage.setItem(key, JSON.stringify({ ...store.state.get(), prompt: '' }))
  expect(new ComposerStore(me.id, NEW_CHAT).state.get().prompt).toBe('Half a thought')
})

it('is there in a tab that is opened later, also where that had an empty one', () => {
  new ComposerStore(me.id, NEW_CHAT).setPrompt('Half a thought')
  const key = `nproxy.draft.${me.id}.${NEW_CHAT}`
  sessionStorage.removeItem(key)
  expect(new ComposerStore(me.id, NEW_CHAT).state.get().prompt).toBe('Half a thought')
  sessionStorage.setItem(key, JSON.stringify({ prompt: '', inputs: [] }))
  expect(new ComposerStore(me.id, NEW_CHAT).state.get().prompt).toBe('Half a thought')
})

it('belongs to one customer', () => {
  new ComposerStore(me.id, NEW_CHAT).setPrompt('Mine')
  expect(new ComposerStore('someone-else', NEW_CHAT).state.get().prompt).toBe('')
})

it('begins a new conversation with the settings used last', () => {
  new ComposerStore(me.id, 'conversation-1').setSettings({ resolution: 'wide', batchSize: 2 })
  expect(readDraft(me.id, 'conversation-2').settings).toMatchObject({ resolution: 'wide', batchSize: 2 })
})

it('leaves out a picture that was still on its way', () => {
  const store = new ComposerStore(me.id, NEW_CHAT)
  store.addInput({ id: 'u', name: 'a.png', preview: 'blob:a', status: 'uploading' })
  expect(readDraft(me.id, NEW_CHAT).inputs).toEqual([])
})

it('starts empty where the storage holds nonsense', () => {
  for (const storage of [localStorage, sessionStorage])
    storage.setItem(`nproxy.draft.${me.id}.${NEW_CHAT}`, '{nonsense')
  expect(readDraft(me.id, NEW_CHAT)).toMatchObject({ prompt: '', inputs: [] })
})

it('drops what was sent and keeps what was added meanwhile', () => {
  const store = new ComposerStore(me.id, NEW_CHAT)
  store.useAsset(asset, 3)
  store.setPrompt('Sent')
  const body = {
    mode: 'image_to_image',
    prompt: 'Sent',
    resolution: 'auto',
    batch_size: 1,
    inputs: [asset.id],
  } as const
  store.setPrompt('Typed meanwhile')
  store.useAsset({ ...asset, id: 'asset-2' }, 3)
  store.accepted({ ...body, inputs: [asset.id] })
  expect(store.state.get()).toMatchObject({
    prompt: 'Typed meanwhile',
    inputs: [{ asset: { id: 'asset-2' } }],
  })
})

it('puts the attached pictures into any order, one step at a time', () => {
  const store = new ComposerStore(me.id, NEW_CHAT)
  for (const id of ['a', 'b', 'c']) store.useAsset({ ...asset, id }, 3)
  const order = () => readDraft(me.id, NEW_CHAT).inputs.map(({ id }) => id)
  const idOf = (index: number) => store.state.get().inputs[index]?.id ?? ''
  store.moveInput(idOf(2), -1)
  expect(order()).toEqual(['a', 'c', 'b'])
  store.moveInput(idOf(0), 1)
  expect(order()).toEqual(['c', 'a', 'b'])
  store.moveInput(idOf(0), -1)
  store.moveInput(idOf(2), 1)
  expect(order()).toEqual(['c', 'a', 'b'])
})

it('takes no more pictures than the model does', () => {
  const store = new ComposerStore(me.id, NEW_CHAT)
  expect(store.useAsset(asset, 1)).toBe(true)
  expect(store.useAsset({ ...asset, id: 'asset-2' }, 1)).toBe(false)
  expect(store.useAsset(asset, 1)).toBe(true)
  expect(store.state.get().inputs).toHaveLength(1)
})
