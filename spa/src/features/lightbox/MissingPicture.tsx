import { Button, Text } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { ImageOff } from 'lucide-react'
import classes from './MissingPicture.module.css'

export function MissingPicture({ onClose }: { onClose?: () => void }) {
  return (
    <div className={classes.missing} role="alert">
      <ImageOff size={28} aria-hidden />
      <Text>
        <Trans>This picture is no longer stored.</Trans>
      </Text>
      {onClose !== undefined && (
        <Button variant="white" color="dark" onClick={onClose}>
          <Trans>Back to the conversation</Trans>
        </Button>
      )}
    </div>
  )
}
