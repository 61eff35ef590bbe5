using Microsoft.Extensions.DependencyInjection;

namespace Payments;

/// <summary>
/// The payer's return. Who comes back is known by the value that was put into the return address; everything else that the browser brings is a hint:
/// it is handed to the provider, and the stored payment is what counts. Packages host it; a console host calls it itself.
/// </summary>
public sealed class PaymentReturns
{
    private static readonly PaymentError TooLong = new() { Kind = PaymentErrorKind.Unavailable, Code = PaymentErrorCode.Timeout, Retry = PaymentRetry.AfterReading };
    private readonly IPaymentProviderFactory _providers;
    private readonly PaymentLedger _ledger;
    private readonly TimeProvider _time;

    internal PaymentReturns(IPaymentProviderFactory providers, PaymentLedger ledger, TimeProvider time) => (_providers, _ledger, _time) = (providers, ledger, time);

    /// <summary>
    /// Takes a return to <see cref="PaymentRequest.ReturnUrl"/>: confirms the payment where the provider waits for it, once however often and wherever
    /// the payer comes back; else reads it where its outcome is open.
    /// </summary>
    /// <param name="provider">The registration's name.</param>
    /// <param name="token">The value of the parameter <see cref="PaymentsOptions.ReturnParameter"/>. Null when there was none.</param>
    /// <param name="parameters">The query and form fields, decoded once, without our own parameter.</param>
    /// <param name="cancellationToken">Ends the call while nothing was sent.</param>
    /// <returns>The stored payment, and what was done. A failing provider is an answer, not an exception.</returns>
    /// <exception cref="ArgumentException">No provider of that name is registered.</exception>
    public Task<PaymentReturn> HandleAsync(
        string provider, string? token, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return HandleAsync(_providers.GetProvider(provider), token, parameters, cancellationToken);
    }

    /// <summary>
    /// Takes a return to <see cref="PaymentRequest.CancelUrl"/>, which anybody can open: it confirms nothing and cancels nothing, the payment is read.
    /// </summary>
    /// <param name="provider">The registration's name.</param>
    /// <param name="token">The value of the parameter <see cref="PaymentsOptions.ReturnParameter"/>. Null when there was none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The stored payment, and what was done.</returns>
    /// <exception cref="ArgumentException">No provider of that name is registered.</exception>
    public Task<PaymentReturn> HandleCancelledAsync(string provider, string? token, CancellationToken cancellationToken = default) =>
        HandleAsync(_providers.GetProvider(provider), token, null, cancellationToken);

    private async Task<PaymentReturn> HandleAsync(
        IPaymentProvider provider, string? token, IReadOnlyDictionary<string, string>? parameters, CancellationToken cancellationToken)
    {
        PaymentLedger.ThrowIfHandling();
        if (await FindAsync(provider.Name, token, cancellationToken).ConfigureAwait(false) is not { } record)
            return PaymentReturn.NotRecognised;

        using var timeout = new CancellationTokenSource(_ledger.Options.ReturnPatience, _time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var mayConfirm = parameters is not null && provider.Supports(PaymentOperations.Confirm);
            if (mayConfirm && AwaitsConfirmation(record.Payment.Status))
                return await ConfirmAsync(provider, record, parameters!, patience.Token).ConfigureAwait(false);
            var read = await ReadAsync(provider, record, null, isAnotherTry: mayConfirm && parameters!.Count > 0, patience.Token).ConfigureAwait(false);

            // An attempt failed or ran out, and the payer has agreed to another one since: unless that is confirmed, it lapses. A read need not know of it.
            return mayConfirm && parameters!.Count > 0 && read is { Result: PaymentReturnResult.Read, Payment.Status: var now }
                && (AwaitsConfirmation(now) || now is PaymentStatus.Failed or PaymentStatus.Expired)
                ? await ConfirmAsync(provider, record, parameters!, patience.Token).ConfigureAwait(false)
                : read;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return await UnclearAsync(record, TooLong, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<PaymentReturn> ConfirmAsync(
        IPaymentProvider provider, PaymentRecord record, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        Payment answer;
        try
        {
            answer = await provider.ConfirmPaymentAsync(RequestOf(record, parameters), cancellationToken).ConfigureAwait(false);
        }
        catch (PaymentException exception) when (exception.Outcome is PaymentOutcome.Unknown)
        {
            return await UnclearAsync(record, exception.Error, cancellationToken).ConfigureAwait(false);
        }
        catch (PaymentException refused)
        {
            // What the browser brought was not enough, or not of this payment, or another return is being confirmed: the provider knows better.
            return await ReadAsync(provider, record, refused.Error, isAnotherTry: false, cancellationToken).ConfigureAwait(false);
        }

        // The answer of a repeat may be older than the payment; but a memory may also give the answer out a moment before the payment that it belongs to.
        var now = await NowAsync(record, cancellationToken).ConfigureAwait(false);
        if (AwaitsConfirmation(now.Status) && !AwaitsConfirmation(answer.Status))
            now = answer;
        return new PaymentReturn { Result = PaymentReturnResult.Confirmed, Payment = now, Error = answer.Error ?? now.Error };
    }

    private async Task<PaymentReturn> ReadAsync(
        IPaymentProvider provider, PaymentRecord record, PaymentError? refused, bool isAnotherTry, CancellationToken cancellationToken)
    {
        var error = refused;
        var result = PaymentReturnResult.Known;
        var current = await NowAsync(record, cancellationToken).ConfigureAwait(false);
        if (IsOpen(current.Status) || (isAnotherTry && current.Status is PaymentStatus.Expired))
        {
            try
            {
                await provider.GetPaymentAsync(record.Reference.With(null), cancellationToken).ConfigureAwait(false);
                result = PaymentReturnResult.Read;
            }
            catch (PaymentException exception)
            {
                (result, error) = (PaymentReturnResult.Unclear, refused ?? exception.Error);
            }

            current = await NowAsync(record, cancellationToken).ConfigureAwait(false);
        }

        return new PaymentReturn { Result = result, Payment = current, Error = error };
    }

    private async Task<PaymentReturn> UnclearAsync(PaymentRecord record, PaymentError error, CancellationToken cancellationToken) => new()
    {
        Result = PaymentReturnResult.Unclear,
        Payment = await NowAsync(record, cancellationToken).ConfigureAwait(false),
        Error = error,
    };

    // What is held, taken or ended needs no confirmation, and what waits for a deposit has had it.
    private static bool AwaitsConfirmation(PaymentStatus status) =>
        status is PaymentStatus.Unknown or PaymentStatus.RequiresAction or PaymentStatus.RequiresConfirmation;

    /// <summary>Whether a read could bring news that the payer waits for. A failed attempt may have been followed by another.</summary>
    private static bool IsOpen(PaymentStatus status) => status is PaymentStatus.Failed || !(status.IsFinal() || status is PaymentStatus.Authorized);

    private static ConfirmPaymentRequest RequestOf(PaymentRecord record, IReadOnlyDictionary<string, string> parameters)
    {
        // By the record, not by the order: two attempts of one order are two payments.
        using var key = new RequestFingerprint(record.Reference.Provider, PaymentOperations.Confirm);
        return new ConfirmPaymentRequest
        {
            Payment = record.Reference.With(null),
            Amount = record.Payment.Amount,
            CustomerId = record.CustomerId,
            ReturnParameters = parameters,
            IdempotencyKey = key.Add("record", record.Id).Add("return", parameters).Finish(),
        };
    }

    private async ValueTask<PaymentRecord?> FindAsync(string provider, string? token, CancellationToken cancellationToken)
    {
        if (!ReturnToken.CanBe(token))
            return null;
        var scope = _ledger.OpenScope();
        await using var _ = scope.ConfigureAwait(false);
        var record = await scope.ServiceProvider.GetRequiredService<IPaymentStore>().FindByReturnTokenAsync(token!, cancellationToken).ConfigureAwait(false);
        return record?.Reference.Provider == provider ? record : null;
    }

    private async ValueTask<Payment> NowAsync(PaymentRecord record, CancellationToken cancellationToken)
    {
        var scope = _ledger.OpenScope();
        await using var _ = scope.ConfigureAwait(false);
        return (await scope.ServiceProvider.GetRequiredService<IPaymentStore>().FindByIdAsync(record.Id, cancellationToken).ConfigureAwait(false) ?? record).Payment;
    }
}
