using System.Text.Json;
using Payments.Http;

namespace Payments.Adyen;

/// <summary>What the payer's return brings is handed to Adyen, which says what became of the payment; then it is held against what was asked for.</summary>
internal sealed class AdyenConfirmation(string provider, AdyenOptions options, AdyenCalls calls, AdyenAnswers answers)
{
    internal Task<Payment> RunAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken)
    {
        var amount = request.Amount ?? request.Payment.Known?.Amount ?? throw new PaymentRequestException(
            "Amount is needed: without the payment memory nobody else knows what was asked for.", payment: request.Payment);
        if (request.Payment.Known is { } known && known.Amount != amount)
            throw Mismatch($"the shop asks for {amount}, the payment was made for {known.Amount}; nothing was sent", request.Payment, PaymentOutcome.NeverSent);

        var back = request.ReturnParameters;
        return DetailsOf(back, request.Payment) is { } details ? FinishAsync(request, amount, details, cancellationToken)
            : back.TryGetValue("sessionResult", out var result) ? SessionAsync(request, amount, result, cancellationToken)
            : throw new PaymentRequestException(
                "The payer brought nothing back that Adyen could be asked with: hand on the return's redirectResult, payload or sessionResult, or what the component gave as 'details'.",
                payment: request.Payment);
    }

    private async Task<Payment> FinishAsync(ConfirmPaymentRequest request, Money amount, JsonElement details, CancellationToken cancellationToken)
    {
        var payment = request.Payment;
        var key = request.IdempotencyKey ?? details.GetRawText();
        var body = new AdyenDetailsRequest { Details = details, PaymentData = request.ReturnParameters.GetValueOrDefault("paymentData") ?? payment.Known?.ProviderState?.Reveal() };
        var response = await calls.PostAsync(
            PaymentOperations.Confirm, "payments/details", ProviderBody.Json(body, AdyenJson.Default.AdyenDetailsRequest), key, payment, cancellationToken).ConfigureAwait(false);

        // Somebody, such as the page's own script, has handed it in before: what the webhook told meanwhile is the answer.
        if (response.Error is { Code: PaymentErrorCode.InProgress } && payment.Known is { } told && IsAnswer(told))
            return told with { IsRemembered = true };

        var paid = response.Read(AdyenJson.Default.AdyenPayment);
        if (paid is { ResultCode: null, PspReference: null })
            throw response.Unreadable("it has neither a resultCode nor a pspReference");
        var mode = payment.Known?.CaptureMode ?? options.AccountCaptureMode;
        if (Difference(paid, payment, amount) is { } difference)
            throw await UndoAsync(paid, payment, difference, key, cancellationToken).ConfigureAwait(false);
        return answers.Payment(paid, payment, amount, mode, response.Date);
    }

    // On a page another attempt may have failed than the one that came back.
    private static bool IsAnswer(Payment told) =>
        told.Status.IsPaid() || told.Status is PaymentStatus.Authorized || (told.Status.IsFinal() && !AdyenIds.Of(told.Reference).IsPage);

    // The session's result was made by the payer's own payment: this only reads it.
    private async Task<Payment> SessionAsync(ConfirmPaymentRequest request, Money amount, string result, CancellationToken cancellationToken)
    {
        var payment = request.Payment;
        var named = request.ReturnParameters.GetValueOrDefault("sessionId");
        var id = AdyenIds.Of(payment).Session ?? named ?? throw new PaymentRequestException(
            "The session is not known: name the payment by its session, or hand on the return's sessionId.", payment: payment);
        if (named is not null && named != id)
            throw Mismatch("the payer came back from another session; nothing was sent", payment, PaymentOutcome.NeverSent);

        var query = new FormFields().Add("sessionResult", result);
        var response = await calls.GetAsync($"sessions/{ProviderPath.Segment(id)}", query, PaymentOperations.Confirm, payment, cancellationToken).ConfigureAwait(false);
        var session = response.Read(AdyenJson.Default.AdyenSession);
        if (session.Reference is { } reference && payment.OrderId is { } order && reference != order)
            throw Mismatch("the session belongs to another order", payment, PaymentOutcome.Refused);
        var answer = answers.SessionResult(session, payment, amount, payment.Known?.CaptureMode ?? options.AccountCaptureMode, response.Date);
        if (answer.AuthorizedAmount is { } held && held != amount)
            throw Mismatch($"{held} was paid in the session, {amount} was asked for", payment, PaymentOutcome.Refused);
        return answer;
    }

    private static JsonElement? DetailsOf(IReadOnlyDictionary<string, string> back, PaymentReference payment)
    {
        if (back.TryGetValue("details", out var component))
            return AdyenJson.Object(component) ?? throw new PaymentRequestException("The return parameter 'details' is the JSON object that Adyen's component gave.", payment: payment);
        var details = AdyenDefaults.ReturnedDetails.Where(back.ContainsKey).ToDictionary(name => name, name => back[name], StringComparer.Ordinal);
        return details.Count == 0 ? null : JsonSerializer.SerializeToElement(details, AdyenJson.Default.DictionaryStringString);
    }

    private static bool IsOfAnotherOrder(AdyenPayment paid, PaymentReference payment) =>
        paid.MerchantReference is { } reference && payment.OrderId is { } order && reference != order;

    private static string? Difference(AdyenPayment paid, PaymentReference payment, Money amount) =>
        IsOfAnotherOrder(paid, payment) ? "it belongs to another order"
        : AdyenMoney.FromWire(paid.Amount) is { } held && (held.Currency != amount.Currency || (held != amount && paid.ResultCode == "Authorised"))
            ? $"{held} was authorised, {amount} was asked for"
        : null;

    // Only what this very call has authorised: a result that was handed in before is answered with an error. The id of another order's charge never becomes
    // one of this payment's.
    private async Task<PaymentException> UndoAsync(AdyenPayment paid, PaymentReference payment, string difference, string key, CancellationToken cancellationToken)
    {
        var status = AdyenAnswers.StatusOf(paid, CaptureMode.Automatic);
        var mayHoldMoney = status.IsPaid() || status is PaymentStatus.Authorized or PaymentStatus.Processing or PaymentStatus.Pending or PaymentStatus.Unknown;
        if (paid.PspReference is not { Length: > 0 } psp || !mayHoldMoney)
            return Mismatch($"{difference}; no money was taken", payment.With(null), PaymentOutcome.Refused);
        var reference = IsOfAnotherOrder(paid, payment) ? payment.With(null) : (AdyenIds.Of(payment) with { Psp = psp }).ToReference(provider)!;
        var body = new AdyenModification { MerchantAccount = options.MerchantAccount, Reference = payment.OrderId };
        var response = await calls.PostAsync(
            PaymentOperations.Confirm, $"payments/{ProviderPath.Segment(psp)}/reversals", ProviderBody.Json(body, AdyenJson.Default.AdyenModification), key, reference,
            cancellationToken, step: "undo").ConfigureAwait(false);
        return response.Error is null
            ? Mismatch($"{difference}; it is being reversed, and the webhook CANCEL_OR_REFUND tells when it is", reference, PaymentOutcome.Refused)
            : new PaymentOutcomeUnknownException($"{provider}: {difference}, and it could not be reversed: {response.Error.Code}. Reverse it in the Customer Area.", response.Error, reference);
    }

    internal PaymentConflictException Mismatch(string difference, PaymentReference payment, PaymentOutcome outcome) => new(
        $"{provider}: the confirmation does not fit: {difference}.",
        PaymentErrors.Create(PaymentErrorKind.Conflict, PaymentErrorCode.Mismatch) with { Retry = PaymentRetry.No },
        outcome,
        payment);
}
