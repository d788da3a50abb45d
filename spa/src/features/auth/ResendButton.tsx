import { Button, Stack, Text } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { formatElapsed } from '~/lib/format'
import { RefusalNote } from './RefusalNote'
import { useSecondsLeft } from './useSecondsLeft'

interface Props {
  /** From when on another mail may be asked for, as this device's clock goes. */
  fromMs: number
  resend: { mutate: () => void; isPending: boolean; isSuccess: boolean; error: Error | null }
}

/** Sends the mail once more, when the last one has had its time. */
export function ResendButton({ fromMs, resend }: Props) {
  const { left } = useSecondsLeft(fromMs)
  const shown = formatElapsed(left * 1_000)
  return (
    <Stack gap={8}>
      <RefusalNote error={resend.error} />
      <Button
        variant="default"
        fullWidth
        disabled={left > 0}
        loading={resend.isPending}
        onClick={() => resend.mutate()}
      >
        {left > 0 ? <Trans>Send again in {shown}</Trans> : <Trans>Send again</Trans>}
      </Button>
      <Text role="status" fz="sm" c="dimmed" ta="center">
        {resend.isSuccess && <Trans>Sent again.</Trans>}
      </Text>
    </Stack>
  )
}
