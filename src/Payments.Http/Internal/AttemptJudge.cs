namespace Payments.Http;

/// <summary>Says what an attempt means: for the money, and for another attempt.</summary>
internal static class AttemptJudge
{
    internal static void Judge(ProviderOperation operation, AttemptResult result)
    {
        if (result.Response is { } response)
            JudgeAnswer(operation, response);
        else if (result.Sent && operation.Request.Kind == ProviderCallKind.Write)
            operation.MayHaveBeenExecuted = true;

        if (Verdict(operation, result) is not { IsRetry: true } verdict || operation.Attempts > operation.Client.Options.MaxRetries)
            return;

        var delay = verdict.After ?? operation.Client.Jitter.BackOff(operation.Attempts);
        if (verdict.After is null && result.Response?.RetryAfter > delay)
            delay = result.Response.RetryAfter.Value;
        if (delay < TimeSpan.Zero)
            delay = TimeSpan.Zero;
        if (delay < operation.Remaining)
            result.RetryDelay = delay;
    }

    private static RetryVerdict Verdict(ProviderOperation operation, AttemptResult result)
    {
        if (result.Response is { } response)
            return response.Error is null ? RetryVerdict.No : operation.Client.Protocol.JudgeRetry(response);
        var request = operation.Request;
        var safe = !result.Sent || request.Kind == ProviderCallKind.Read || request.HasProviderKey;
        return result.IsTransient && safe ? RetryVerdict.Yes : RetryVerdict.No;
    }

    private static void JudgeAnswer(ProviderOperation operation, ProviderResponse response)
    {
        var protocol = operation.Client.Protocol;
        if (ReadError(protocol, response) is not { } error)
            return;

        var masked = PaymentErrors.Masked(error);
        response.Error = masked with
        {
            RequestId = masked.RequestId ?? response.RequestId,
            HttpStatus = error.HttpStatus ?? response.StatusCode,
            RetryAfter = error.RetryAfter ?? response.RetryAfter,
        };
        response.Outcome = protocol.JudgeOutcome(response.Error, response);

        // 'Not now' and 'wrong state' say nothing about an earlier attempt that may have been carried out.
        if (operation.MayHaveBeenExecuted && !IsFinal(response.Error.Kind))
            response.Outcome = PaymentOutcome.Unknown;
        if (response.Outcome == PaymentOutcome.Unknown)
            operation.MayHaveBeenExecuted = true;
    }

    private static PaymentError? ReadError(ProviderProtocol protocol, ProviderResponse response)
    {
        try
        {
            return protocol.ReadError(response);
        }
        catch (Exception exception) when (exception is not PaymentException)
        {
            // A body of an unexpected shape is not a reason to lose what the status says.
            return PaymentErrors.FromStatus(response)
                ?? new PaymentError { Kind = PaymentErrorKind.Unavailable, Code = PaymentErrorCode.InvalidResponse, Retry = PaymentRetry.AfterReading };
        }
    }

    private static bool IsFinal(PaymentErrorKind kind) =>
        kind is PaymentErrorKind.Declined or PaymentErrorKind.InvalidRequest or PaymentErrorKind.NotFound or PaymentErrorKind.NotSupported;
}
