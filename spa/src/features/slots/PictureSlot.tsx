import { ActionIcon } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Download, ImageUp } from 'lucide-react'
import type { CSSProperties } from 'react'
import type { Asset, Generation, Turn } from '~/api/types'
import { useComposer } from '~/features/composer/ComposerContext'
import { downloadUrl } from '~/lib/download'
import { Thumb } from '~/ui/Thumb'
import frame from './Frame.module.css'
import classes from './PictureSlot.module.css'

interface Props {
  turn: Turn
  generation: Generation
  asset: Asset
  position: number
}

export function PictureSlot({ turn, generation, asset, position }: Props) {
  const { t } = useLingui()
  const composer = useComposer()
  const what = turn.prompt.slice(0, 100)
  return (
    <div
      className={`${frame.frame} ${classes.picture}`}
      style={{ '--ratio': asset.width / asset.height } as CSSProperties}
    >
      <Link
        to="/c/$id/i/$image"
        params={{ id: turn.conversation_id, image: generation.id }}
        className={classes.open}
        aria-label={t`Open image ${position}: ${what}`}
      >
        <Thumb
          src={asset.thumb_url}
          alt={t`Generated: ${what}`}
          width={asset.width}
          height={asset.height}
          decoding="async"
          loading="lazy"
        />
      </Link>
      <div className={classes.acts}>
        <ActionIcon
          variant="default"
          size={32}
          aria-label={t`Use image ${position} as input`}
          data-hint="top-end"
          onClick={() => composer.useAsInput(asset)}
        >
          <ImageUp size={16} />
        </ActionIcon>
        <ActionIcon
          component="a"
          href={downloadUrl(asset)}
          download
          variant="default"
          size={32}
          aria-label={t`Download image ${position}`}
          data-hint="top-end"
        >
          <Download size={16} />
        </ActionIcon>
      </div>
    </div>
  )
}
