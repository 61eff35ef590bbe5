using System.Net;
using System.Runtime.CompilerServices;

namespace Payments.Http;

/// <summary>
/// Makes one attempt: a fresh message, credentials, sending, reading, judging. It stands inside the retry and the circuit breaker, and tells them
/// how the attempt ended.
/// </summary>
internal sealed class AttemptHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (ProviderOperation.Of(request) is not { } operation)
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);

        if (!operation.TryBeginAttempt())
        {
            HttpLog.ForeignRetry(operation.Client.Logger, operation.Client.Registration, operation.Request.Operation);
            return operation.Last ?? throw new InvalidOperationException("The call is on its way already.");
        }

        var (result, attempt) = await AttemptAsync(operation, request, cancellationToken).ConfigureAwait(false);
        if (result.Response is { StatusCode: HttpStatusCode.Unauthorized } && !operation.Refreshed)
        {
            operation.Refreshed = true;
            if (await TryRefreshAsync(operation, attempt, cancellationToken).ConfigureAwait(false))
                (result, _) = await AttemptAsync(operation, request, cancellationToken).ConfigureAwait(false);
        }

        AttemptJudge.Judge(operation, result);
        operation.Last = result;
        return result;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(AttemptResult Result, ProviderAttempt Attempt)> AttemptAsync(
        ProviderOperation operation, HttpRequestMessage carrier, CancellationToken cancellationToken)
    {
        var client = operation.Client;
        var started = client.Time.GetTimestamp();
        using var message = AttemptMessage.Create(operation, carrier);
        var attempt = new ProviderAttempt(client, operation.Request, message, operation.Attempts);
        var activity = HttpTelemetry.Start(operation);
        try
        {
            var result = await PrepareAsync(operation, attempt, cancellationToken).ConfigureAwait(false)
                ?? await TransferAsync(operation, message, cancellationToken).ConfigureAwait(false);
            var took = client.Time.GetElapsedTime(started);
            client.LogAttempt(operation, result, took);
            client.Telemetry.Ended(activity, operation, result, took);
            return (result, attempt);
        }
        finally
        {
            HttpTelemetry.End(activity);
        }
    }

    /// <summary>Authorizes the attempt. Null when it is ready to go.</summary>
    private static async ValueTask<AttemptResult?> PrepareAsync(ProviderOperation operation, ProviderAttempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            if (operation.Request.BodyOfAttempt is { } make)
                ((TrackedContent)attempt.Message.Content!).Fill(await make(cancellationToken).ConfigureAwait(false));
            await operation.Client.Protocol.AuthorizeAsync(attempt, cancellationToken).ConfigureAwait(false);
            AttemptMessage.Check(attempt.Message);
            (attempt.Message.Content as TrackedContent)?.Arm();
            return null;
        }
        catch (PaymentException exception)
        {
            return AttemptResult.NotPrepared(operation, exception);
        }
        catch (OperationCanceledException exception)
        {
            if (operation.IsCancelledByCaller)
                throw;
            return AttemptResult.NotPrepared(operation, exception, PaymentErrorCode.Timeout);
        }
        catch (Exception exception)
        {
            // Its message can hold the very key that could not be used (a FormatException of a header does): only its type goes on.
            return AttemptResult.NotPrepared(operation, new PaymentAuthenticationException(
                $"{operation.Client.Registration}: an attempt could not be authorized ({exception.GetType().Name}): check the registration's keys.",
                new PaymentError { Kind = PaymentErrorKind.Authentication, Code = PaymentErrorCode.InvalidCredentials },
                PaymentOutcome.NeverSent,
                operation.Request.Payment));
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> TransferAsync(ProviderOperation operation, HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var client = operation.Client;
        var answered = false;
        using var limit = client.Options.AttemptTimeout is { } timeout ? new CancellationTokenSource(timeout, client.Time) : null;
        using var linked = limit is null ? null : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var token = linked?.Token ?? cancellationToken;
        try
        {
            using var response = await base.SendAsync(message, token).ConfigureAwait(false);
            answered = true;
            var maxBytes = Math.Min(operation.Request.MaxResponseBytes ?? int.MaxValue, client.Options.MaxResponseBytes);
            var body = await ResponseReader.ReadAsync(response.Content, maxBytes, token).ConfigureAwait(false);
            return AttemptResult.Answered(operation, new ProviderResponse(client, operation.Request, response, body));
        }
        catch (Exception exception) when (!operation.IsCancelledByCaller)
        {
            if (exception is ResponseTooLargeException)
                return AttemptResult.TooLarge(operation, exception);

            // Not sent is claimed only where it is certain: no connection, or a wait that ended before the body was asked for.
            var waiting = exception is OperationCanceledException or TimeoutException;
            var sent = answered || operation.HasSent || !(waiting || IsNoConnection(exception));
            return AttemptResult.NoAnswer(operation, waiting ? PaymentErrorCode.Timeout : PaymentErrorCode.NetworkError, exception, sent);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new OperationCanceledException("The caller ended the call before it was sent.", exception, cancellationToken);
        }
    }

    private static async ValueTask<bool> TryRefreshAsync(ProviderOperation operation, ProviderAttempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            if (!await operation.Client.Protocol.RefreshCredentialsAsync(attempt, cancellationToken).ConfigureAwait(false))
                return false;
        }
        catch (PaymentException)
        {
            return false;
        }

        HttpLog.CredentialsRenewed(operation.Client.Logger, operation.Client.Registration, operation.Request.Operation);
        return true;
    }

    private static bool IsNoConnection(Exception exception) => exception is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };
}
