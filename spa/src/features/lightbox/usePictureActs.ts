import { useState } from 'react'
import { useDeletePictures } from '~/features/gallery/useDeletePictures'
import { useStar } from '~/features/gallery/useStar'
import type { Asset } from '~/api/types'
import type { Picture, Place } from './picture'
import { useCopyImage } from './useCopyImage'
import type { LightboxKeys } from './useLightboxKeys'
import { useSaveImage } from './useSaveImage'

interface FileActs {
  save: () => void
  saving: boolean
  copy: () => void
  copying: boolean
  copied: boolean
  starred: boolean
  star: () => void
  useAsInput: () => void
  remove: () => void
}

export interface PictureActs {
  /** What can be done as long as the file is there. */
  file: FileActs | null
  /** Absent while it isn't known what it was asked for with. */
  reuse: (() => void) | null
  keys: LightboxKeys
}

/** Everything that can be done with the picture on screen, by its button or its key. */
export function usePictureActs(place: Place): PictureActs {
  const { current } = place
  const asset = current?.asset ?? null
  const save = useSaveImage()
  const copy = useCopyImage(asset)
  const star = useStar()
  const deleting = useDeletePictures()
  const [deleted, setDeleted] = useState<{ key: string; id: string } | null>(null)

  const remove = (picture: Picture, { id }: Asset) => {
    const beside = place.next ?? place.previous
    setDeleted({ key: picture.key, id })
    if (beside === undefined) place.close()
    else place.go(beside.key)
    // Here the keyboard has Ctrl+Z, and its focus stays in the dialog.
    void deleting.remove([id], beside === undefined)
  }
  const undo = () => {
    if (deleted === null) return
    setDeleted(null)
    place.go(deleted.key)
    void deleting.restore([deleted.id])
  }
  const fileActs = (picture: Picture, asset: Asset): FileActs => ({
    save: () => save.mutate({ picture, asset }),
    saving: save.isPending,
    copy: () => copy.mutate(),
    copying: copy.isPending,
    copied: copy.isSuccess,
    starred: asset.starred,
    star: () => star.mutate({ ids: [asset.id], starred: !asset.starred }),
    useAsInput: () => place.useAsInput(asset),
    remove: () => remove(picture, asset),
  })
  const file = current === undefined || asset === null ? null : fileActs(current, asset)
  return {
    file,
    reuse: current?.turn === undefined ? null : () => place.reuse(current),
    keys: { undo, ...(file && { d: file.save, s: file.star, i: file.useAsInput, c: file.copy }) },
  }
}
