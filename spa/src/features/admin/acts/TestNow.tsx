import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { Notice } from '~/ui/Notice'
import { useAdminAct } from '../access'
import type { TestReply } from '../file/types'
import { useRefresh } from '../file/useFile'
import { formatMs } from '../words/numbers'
import { RefusalNotice } from './RefusalNotice'

interface Props {
  /** One call that costs nothing and moves nothing. */
  test: () => Promise<TestReply>
}

/** Tries it now and says beside the button what came of it. */
export function TestNow({ test }: Props) {
  const refresh = useRefresh()
  const trial = useAdminAct<undefined, TestReply>(test, { onSuccess: refresh })
  return (
    <>
      <Button
        size="xs"
        fz="sm"
        variant="default"
        loading={trial.isPending}
        onClick={() => trial.mutate(undefined)}
      >
        <Trans>Test now</Trans>
      </Button>
      {trial.isPending && (
        <span role="status">
          <Trans>Testing…</Trans>
        </span>
      )}
      {trial.isSuccess && <Outcome reply={trial.data} />}
      <RefusalNotice error={trial.error} />
    </>
  )
}

function Outcome({ reply: { ok, ms, error_class, detail, exit_address } }: { reply: TestReply }) {
  const { t } = useLingui()
  const took = formatMs(ms)
  const what = error_class ?? t`no reason was told`
  return (
    <Notice tone={ok ? 'good' : 'bad'} role={ok ? 'status' : 'alert'}>
      <p>
        {ok ? (
          <Trans>It works: answered in {took}.</Trans>
        ) : (
          <Trans>
            It fails after {took}: {what}.
          </Trans>
        )}
      </p>
      {detail !== undefined && <p lang="en">{detail}</p>}
      {exit_address !== undefined && (
        <p>
          <Trans>
            Seen from outside as <code>{exit_address}</code>.
          </Trans>
        </p>
      )}
    </Notice>
  )
}
