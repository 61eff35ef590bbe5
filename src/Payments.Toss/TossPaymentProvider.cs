using System.Globalization;
using Payments.Http;

namespace Payments.Toss;

/// <summary>Toss Payments: the payer agrees in a window, the shop confirms, and the money is taken with that.</summary>
internal sealed class TossPaymentProvider : PaymentProvider
{
    private readonly TossOptions _options;
    private readonly TossAnswers _answers;
    private readonly TossReader _reader;
    private readonly TossCalls _calls;
    private readonly TossCancels _cancels;
    private readonly TossWebhook _webhook;
    private readonly TimeProvider _time;

    internal TossPaymentProvider(HttpProviderRegistration<TossOptions> registration)
        : base(registration.Name)
    {
        _options = registration.Options;
        _time = registration.Time;
        var http = registration.CreateClient(new TossProtocol(_options));
        _answers = new TossAnswers(Name);
        _reader = new TossReader(http, _answers, _time);
        _calls = new TossCalls(Name, _options, http);
        _cancels = new TossCancels(Name, _answers, _reader, _calls, _time);
        _webhook = new TossWebhook(Name, _options, _reader, _time);
    }

    public override PaymentProviderCapabilities Capabilities => TossDefaults.Capabilities;

    public override async Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var terms = TossTerms.Of(this, request, _options, _time.GetUtcNow());
        var testCode = _calls.TestCodeIn(request.Extras);
        if (terms.Way == TossWay.ClientSdk)
            return _answers.Begun(request, TossRequests.ClientSdk(request, terms, _options.ClientKey), _time.GetUtcNow());

        var order = new PaymentReference(Name, null, request.OrderId);
        var (path, logPath, body) = terms.Way switch
        {
            TossWay.Billing => ("/v1/billing/" + ProviderPath.Segment(request.PaymentToken!.Value.Reveal()), "/v1/billing/***", TossRequests.Billing(request, terms)),
            TossWay.VirtualAccount => ("/v1/virtual-accounts", null, TossRequests.Account(request, terms)),
            _ => ("/v1/payments", null, TossRequests.Window(request, terms)),
        };

        // Toss Payments does not compare bodies: with order and amount in the key, an answer is never the one about another of either.
        var call = new TossCall(PaymentOperations.Create, path, body, request.IdempotencyKey, order)
        {
            Step = string.Create(CultureInfo.InvariantCulture, $"{request.OrderId}/{terms.Amount}{request.Amount.Currency.Code}"),
            LogPath = logPath,
            TestCode = testCode,
        };
        var response = await _calls.PostAsync(call, cancellationToken).ConfigureAwait(false);
        if (TossCalls.SaysNothing(response))
        {
            // Toss Payments approves an order once: a second call cannot charge it a second time.
            var first = response;
            if (await MadeAsync(request, first).ConfigureAwait(false) is { } made)
                return made;
            response = await _calls.AgainAsync(call, 2, first).ConfigureAwait(false);
            if (TossCalls.IsWrongState(response))
                return await MadeAsync(request, first).ConfigureAwait(false) ?? throw first.ToException();
        }

        if (response.Error is { Kind: PaymentErrorKind.Declined })
            return Declined(response, order, request.Amount);
        var charge = TossCalls.Read(response);

        // A window has charged nothing yet: what is confirmed is compared.
        return terms.Way == TossWay.HostedWindow || _calls.IsOurs(charge, request.OrderId, request.Amount)
            ? _answers.Payment(charge, response.Date)
            : throw await UndoAsync(call, charge, response).ConfigureAwait(false);
    }

    public override async Task<Payment> ConfirmPaymentAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (TossConfirmation.RefusalIn(request.ReturnParameters) is { } refusal)
        {
            // A return is a hint: it says why, not what the payment is. The payer may try again.
            var read = await _reader.PaymentAsync(request.Payment, cancellationToken).ConfigureAwait(false);
            return read.Status.IsPaid() ? read : read with { Error = read.Error ?? refusal };
        }

        var confirmation = TossConfirmation.Of(request);

        // The key came through the browser: before Toss Payments has said that it is this order's, it names nothing.
        var call = new TossCall(
            PaymentOperations.Confirm, confirmation.Path, TossRequests.Confirm(confirmation), request.IdempotencyKey ?? confirmation.PaymentKey, request.Payment)
        {
            Step = confirmation.PaymentKey,
            TestCode = _calls.TestCodeIn(request.Extras),
        };
        var response = await _calls.PostAsync(call, cancellationToken).ConfigureAwait(false);
        ProviderResponse? unclear = null;
        if (TossCalls.SaysNothing(response))
        {
            // A payment key is confirmed once: a second call cannot charge it a second time.
            unclear = response;
            if (await _reader.TryFindAsync(confirmation.PaymentKey, null).ConfigureAwait(false) is not { } found || found.IsUnknown)
                throw unclear.ToException();
            if (!found.IsOpen)
                return Confirmed(confirmation, found, request.Payment.Known, response, unclear);
            response = await _calls.AgainAsync(call, 2, unclear).ConfigureAwait(false);
        }

        if (response.Error is { Kind: PaymentErrorKind.Declined })
            return Declined(response, TossIds.Reference(Name, confirmation.PaymentKey, confirmation.OrderId), confirmation.Amount);
        if (TossCalls.IsWrongState(response))
            return Confirmed(confirmation, await ThereAsync(confirmation, response, unclear).ConfigureAwait(false), request.Payment.Known, response, unclear);
        var charge = TossCalls.Read(response);
        return _calls.IsOurs(charge, confirmation.OrderId, confirmation.Amount)
            ? _answers.Payment(charge, response.Date, request.Payment.Known)
            : throw await UndoAsync(call, charge, response).ConfigureAwait(false);
    }

    public override Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payment);
        return _reader.PaymentAsync(payment, cancellationToken);
    }

    public override async Task<FindPaymentsResult> FindPaymentsAsync(FindPaymentsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.OrderId is not { } order)
            throw new PaymentOperationNotSupportedException(Name, PaymentOperations.Find, "It finds payments by their order: give OrderId.");
        var found = await _reader.FindAsync(null, order, cancellationToken).ConfigureAwait(false) is { } there ? _reader.Whole(there, null) : null;
        var isMeant = found is not null
            && !(found.CreatedAt < request.CreatedFrom || found.CreatedAt >= request.CreatedTo)
            && (request.Amount is null || request.Amount == found.Amount);

        // Only payments that were approved are sure to be found.
        return new FindPaymentsResult { Payments = isMeant ? [found!] : [], IsConclusive = false };
    }

    public override Task<Payment> CancelPaymentAsync(CancelRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _cancels.CancelAsync(request, cancellationToken);
    }

    public override Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _cancels.RefundAsync(request, cancellationToken);
    }

    public override Task<Refund> GetRefundAsync(RefundReference refund, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(refund);
        return _cancels.GetAsync(refund, cancellationToken);
    }

    public override Task<VerifiedWebhook> VerifyWebhookAsync(WebhookRequest request, CancellationToken cancellationToken = default) =>
        ProviderWebhooks.VerifyAsync(request, _webhook, static (webhook, message) => webhook.Verify(message), cancellationToken);

    public override Task<IReadOnlyList<PaymentEvent>> ResolveWebhookAsync(VerifiedWebhook webhook, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        return _webhook.ResolveAsync(webhook, cancellationToken);
    }

    /// <summary>
    /// The payment that a call has made without saying so. Null when there is none. Where that cannot be told, or it is not what was asked for, nothing
    /// more is sent: what the call left open stays open.
    /// </summary>
    private async Task<Payment?> MadeAsync(PaymentRequest request, ProviderResponse first)
    {
        TossFound? found;
        try
        {
            found = await _reader.FindAsync(null, request.OrderId, CancellationToken.None).ConfigureAwait(false);
        }
        catch (PaymentException)
        {
            throw first.ToException();
        }

        if (found is not { } made)
            return null;
        return _calls.IsOurs(made.Payment, request.OrderId, request.Amount) ? _reader.Whole(made, null) : throw first.ToException();
    }

    /// <summary>What has become of a payment that was not confirmed by this call. One that cannot be read may have been charged by another.</summary>
    private async Task<TossFound> ThereAsync(TossConfirmation confirmation, ProviderResponse response, ProviderResponse? unclear)
    {
        PaymentException? cause = null;
        try
        {
            if (await _reader.FindAsync(confirmation.PaymentKey, null, CancellationToken.None).ConfigureAwait(false) is { } found)
                return found;
        }
        catch (PaymentException exception)
        {
            cause = exception;
        }

        throw unclear?.ToException()
            ?? (IsTooLate(response) ? response.ToException() : ProviderExceptions.NotRead(response, response.Request.Payment!, cause ?? response.ToException()));
    }

    private Payment Declined(ProviderResponse response, PaymentReference payment, Money amount) =>
        ProviderAnswers.Declined(response, payment, amount, _time.GetUtcNow()) with
        {
            CapturedAmount = Money.Zero(amount.Currency),
            RefundedAmount = Money.Zero(amount.Currency),
        };

    // It may not have been this call that charged: nothing is undone, whatever it is.
    private Payment Confirmed(TossConfirmation confirmation, TossFound found, Payment? known, ProviderResponse response, ProviderResponse? unclear)
    {
        if (found.Payment.OrderId != confirmation.OrderId)
            throw Conflict(response, "the payment key is another order's", PaymentErrorCode.Mismatch, response.Request.Payment!);
        var read = _reader.Whole(found, known);
        if (read.Status == PaymentStatus.Failed)
            return read;
        if (read.Status.IsPaid() || read.Status == PaymentStatus.Pending)
        {
            return _calls.IsOurs(found.Payment, confirmation.OrderId, confirmation.Amount)
                ? read
                : throw Conflict(response, "what was charged is not what was asked for", PaymentErrorCode.Mismatch, read.Reference);
        }

        throw read.Status switch
        {
            PaymentStatus.Expired => Conflict(
                response, "the time to confirm is over, which is ten minutes after the payer agreed: let the payer pay again", PaymentErrorCode.Expired, read.Reference),
            PaymentStatus.Cancelled => Conflict(response, "the payment was cancelled: make a new one", PaymentErrorCode.AlreadyCancelled, read.Reference),
            _ when unclear is not null => unclear.ToException(),
            _ when IsTooLate(response) || response.Error is { Code: PaymentErrorCode.DuplicateOrder } =>
                Conflict(response, $"the payment is {read.Status}", response.Error!.Code, read.Reference),

            // It was said to be done, and does not look so yet.
            _ => ProviderExceptions.NotRead(response, read.Reference, response.ToException()),
        };
    }

    private static bool IsTooLate(ProviderResponse response) => response.Error is { Code: PaymentErrorCode.Expired };

    // The charge that this very call made is not what was asked for: it goes back, by a budget of its own.
    private async Task<PaymentException> UndoAsync(TossCall made, TossPayment charge, ProviderResponse response)
    {
        var payment = _answers.Reference(charge);
        var undo = made with
        {
            Path = TossCancels.PathOf(charge.PaymentKey!),
            LogPath = null,
            Body = TossRequests.Cancel("The charge differs from the order"),
            Step = made.Step + "/undo",
            Deadline = TossDefaults.UndoTimeout,
            TestCode = null,
        };
        PaymentException cause;
        try
        {
            var undone = await _calls.PostAsync(undo, CancellationToken.None).ConfigureAwait(false);
            if (undone.Error is null or { Code: PaymentErrorCode.AlreadyRefunded })
                return Conflict(response, "what was charged is not what was asked for, and was given back", PaymentErrorCode.Mismatch, payment);
            cause = undone.ToException();
        }
        catch (PaymentException exception)
        {
            cause = exception;
        }

        return new PaymentOutcomeUnknownException(
            $"{Name}: what was charged is not what was asked for, and could not be given back: cancel the payment in the developer centre.",
            new PaymentError { Kind = PaymentErrorKind.Conflict, Code = PaymentErrorCode.Mismatch, Retry = PaymentRetry.AfterReading }, payment, cause);
    }

    private PaymentConflictException Conflict(ProviderResponse response, string reason, PaymentErrorCode code, PaymentReference payment) => new(
        $"{Name}: {response.Request.Operation} was refused: {reason}.",
        (response.Error ?? new PaymentError { Kind = PaymentErrorKind.Conflict, HttpStatus = response.StatusCode }) with
        {
            Kind = PaymentErrorKind.Conflict, Code = code, Retry = PaymentRetry.No,
        },
        PaymentOutcome.Refused,
        payment);
}
