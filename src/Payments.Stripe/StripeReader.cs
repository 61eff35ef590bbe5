using System.Text.Json.Serialization.Metadata;
using Payments.Http;

namespace Payments.Stripe;

/// <summary>Reads payments, refunds and disputes, each whole enough to tell its state.</summary>
internal sealed class StripeReader(ProviderHttpClient http, StripeAnswers answers)
{
    /// <summary>The payment that the ids name, by the best of them.</summary>
    internal async Task<Payment> PaymentAsync(PaymentReference payment, CancellationToken cancellationToken)
    {
        var ids = StripeIds.Of(payment);
        if (ids.Session is not null)
            return await SessionAsync(ids.Session, payment, cancellationToken).ConfigureAwait(false);
        if (ids.Intent is not null)
            return await IntentAsync(ids.Intent, payment, cancellationToken).ConfigureAwait(false);
        if (ids.Charge is not null)
            return await ChargeAsync(ids.Charge, payment, cancellationToken).ConfigureAwait(false);

        var found = await SearchAsync(new FindPaymentsRequest { OrderId = ids.OrderId, Limit = 2 }, cancellationToken).ConfigureAwait(false);
        return found.Payments is [var only] ? only : throw NotFound(payment, found.Payments.Count == 0
            ? "no payment has this order id, or the search does not show it yet"
            : "several payments have this order id: give the payment's own id");
    }

    /// <summary>The intent behind the ids. Null while a session has none.</summary>
    internal async Task<string?> IntentIdAsync(PaymentReference payment, CancellationToken cancellationToken)
    {
        var known = payment.Known is { } earlier ? StripeIds.Of(earlier.Reference).Intent : null;
        if ((StripeIds.Of(payment).Intent ?? known) is { } id)
            return id;
        var read = await PaymentAsync(payment, cancellationToken).ConfigureAwait(false);
        return StripeIds.Of(read.Reference).Intent;
    }

    internal async Task<Payment> SessionAsync(string id, PaymentReference? payment, CancellationToken cancellationToken) =>
        await SessionForPaymentAsync(id, payment, cancellationToken).ConfigureAwait(false)
            ?? throw NotFound(payment, "the session is for a setup or a subscription, not for a payment");

    /// <summary>A session. Null for one that takes no payment.</summary>
    internal async Task<Payment?> SessionForPaymentAsync(string id, PaymentReference? payment, CancellationToken cancellationToken)
    {
        var query = new FormFields().Add("expand[]", "payment_intent.latest_charge");
        var (session, asOf) = await GetAsync(
            "/v1/checkout/sessions/" + ProviderPath.Segment(id), query, StripeJson.Default.StripeSession, payment, cancellationToken).ConfigureAwait(false);
        return session.IsForPayment ? await WholeAsync(session, asOf, cancellationToken).ConfigureAwait(false) : null;
    }

    internal async Task<Payment> IntentAsync(string id, PaymentReference? payment, CancellationToken cancellationToken)
    {
        var query = new FormFields().Add("expand[]", "latest_charge");
        var (intent, asOf) = await GetAsync(
            "/v1/payment_intents/" + ProviderPath.Segment(id), query, StripeJson.Default.StripeIntent, payment, cancellationToken).ConfigureAwait(false);
        return await WholeAsync(intent, asOf, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The session that an intent belongs to. Null when it belongs to none.</summary>
    internal async Task<Payment?> SessionOfAsync(string intent, CancellationToken cancellationToken)
    {
        var query = new FormFields().Add("payment_intent", intent).Add("limit", 1L).Add("expand[]", "data.payment_intent.latest_charge");
        var (sessions, asOf) = await GetAsync(
            "/v1/checkout/sessions", query, StripeJson.Default.StripeListStripeSession, null, cancellationToken).ConfigureAwait(false);
        return sessions.Data is [{ Id: not null, IsForPayment: true } session, ..] ? await WholeAsync(session, asOf, cancellationToken).ConfigureAwait(false) : null;
    }

    internal async Task<Refund> RefundAsync(string id, PaymentReference? payment, CancellationToken cancellationToken)
    {
        var (refund, asOf) = await GetAsync(
            "/v1/refunds/" + ProviderPath.Segment(id), null, StripeJson.Default.StripeRefund, payment, cancellationToken, PaymentOperations.GetRefund)
            .ConfigureAwait(false);
        return answers.Refund(refund, payment, asOf) ?? throw NotFound(payment, "the refund belongs to no payment");
    }

    /// <summary>The refund that carries our reference.</summary>
    internal async Task<Refund> RefundByReferenceAsync(string reference, PaymentReference payment, CancellationToken cancellationToken)
    {
        var ids = StripeIds.Of(payment);
        var intent = ids.IsChargeOnly ? null
            : await IntentIdAsync(payment, cancellationToken).ConfigureAwait(false) ?? throw NotFound(payment, "the payment has no refunds: it was never paid");
        string? after = null;
        do
        {
            var query = new FormFields()
                .Add("payment_intent", intent)
                .Add("charge", intent is null ? ids.Charge : null)
                .Add("limit", (long)StripeDefaults.MaxPageSize)
                .Add("starting_after", after);
            var (page, asOf) = await GetAsync(
                "/v1/refunds", query, StripeJson.Default.StripeListStripeRefund, payment, cancellationToken, PaymentOperations.GetRefund).ConfigureAwait(false);
            var refunds = page.Data ?? [];
            if (Array.Find(refunds, refund => refund.Metadata?[StripeDefaults.RefundReferenceKey] == reference) is { } found)
                return answers.Refund(found, payment, asOf)!;
            after = page.HasMore == true && refunds is [.., { Id: { } last }] ? last : null;
        }
        while (after is not null);
        throw NotFound(payment, "no refund of the payment has this reference");
    }

    internal async Task<(StripeDispute Dispute, DateTimeOffset? AsOf)> DisputeAsync(string id, CancellationToken cancellationToken) =>
        await GetAsync("/v1/disputes/" + ProviderPath.Segment(id), null, StripeJson.Default.StripeDispute, null, cancellationToken).ConfigureAwait(false);

    /// <summary>By order id, through the search, which lags.</summary>
    internal async Task<FindPaymentsResult> SearchAsync(FindPaymentsRequest request, CancellationToken cancellationToken)
    {
        var orderId = request.OrderId!.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
        var query = new FormFields()
            .Add("query", $"metadata['{StripeDefaults.OrderIdKey}']:'{orderId}'")
            .Add("limit", (long)request.Limit)
            .Add("page", request.PageToken)
            .Add("expand[]", "data.latest_charge");
        var (page, asOf) = await GetAsync(
            "/v1/payment_intents/search", query, StripeJson.Default.StripeListStripeIntent, null, cancellationToken, PaymentOperations.Find).ConfigureAwait(false);
        return await ResultAsync(page, page.NextPage, asOf, request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>By time, through the list.</summary>
    internal async Task<FindPaymentsResult> ListAsync(FindPaymentsRequest request, CancellationToken cancellationToken)
    {
        var query = new FormFields()
            .Add("created[gte]", CeilingSeconds(request.CreatedFrom))
            .Add("created[lt]", CeilingSeconds(request.CreatedTo))
            .Add("limit", (long)request.Limit)
            .Add("starting_after", request.PageToken)
            .Add("expand[]", "data.latest_charge");
        var (page, asOf) = await GetAsync(
            "/v1/payment_intents", query, StripeJson.Default.StripeListStripeIntent, null, cancellationToken, PaymentOperations.Find).ConfigureAwait(false);
        return await ResultAsync(page, page.Data is [.., { Id: { } last }] ? last : null, asOf, request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<FindPaymentsResult> ResultAsync(
        StripeList<StripeIntent> page, string? next, DateTimeOffset? asOf, FindPaymentsRequest request, CancellationToken cancellationToken)
    {
        List<Payment> found = [];
        foreach (var intent in (page.Data ?? []).Where(intent => intent.Id is not null))
        {
            // Stripe searches by when the intent was made, which may be later than its page.
            var whole = await WholeAsync(intent, asOf, cancellationToken).ConfigureAwait(false);
            var payment = whole with { CreatedAt = StripeAnswers.Time(intent.Created) ?? whole.CreatedAt };
            if (payment.CreatedAt >= (request.CreatedFrom ?? payment.CreatedAt)
                && !(payment.CreatedAt >= request.CreatedTo)
                && payment.Amount == (request.Amount ?? payment.Amount))
                found.Add(payment);
        }

        // The search lags, and a session that nobody has paid has no intent to find.
        return new FindPaymentsResult { Payments = found, IsConclusive = false, NextPageToken = page.HasMore == true ? next : null };
    }

    // An intent with its disputes, which are read only where there was one; where its page decides about it, the page.
    private async Task<Payment> WholeAsync(StripeIntent intent, DateTimeOffset? asOf, CancellationToken cancellationToken) =>
        StripeAnswers.IsLeftToPage(intent) && await SessionOfAsync(intent.Id!, cancellationToken).ConfigureAwait(false) is { } page
            ? page
            : answers.Payment(intent, asOf, await DisputesAsync(intent, cancellationToken).ConfigureAwait(false));

    private async Task<Payment> WholeAsync(StripeSession session, DateTimeOffset? asOf, CancellationToken cancellationToken)
    {
        var disputes = session.PaymentIntent?.Value is { } intent ? await DisputesAsync(intent, cancellationToken).ConfigureAwait(false) : [];
        return answers.Payment(session, asOf, disputes);
    }

    private async Task<Payment> ChargeAsync(string id, PaymentReference payment, CancellationToken cancellationToken)
    {
        var (charge, asOf) = await GetAsync(
            "/v1/charges/" + ProviderPath.Segment(id), null, StripeJson.Default.StripeCharge, payment, cancellationToken).ConfigureAwait(false);
        return charge.PaymentIntent?.Id is { } intent
            ? await IntentAsync(intent, payment, cancellationToken).ConfigureAwait(false)
            : answers.Payment(charge, asOf, charge.Disputed == true ? await DisputesAsync("charge", id, cancellationToken).ConfigureAwait(false) : null);
    }

    private async Task<IReadOnlyList<StripeDispute>> DisputesAsync(StripeIntent intent, CancellationToken cancellationToken) =>
        intent is { Id: { } id, LatestCharge.Value.Disputed: true }
            ? await DisputesAsync("payment_intent", id, cancellationToken).ConfigureAwait(false)
            : [];

    private async Task<IReadOnlyList<StripeDispute>> DisputesAsync(string kind, string id, CancellationToken cancellationToken)
    {
        var query = new FormFields().Add(kind, id).Add("limit", (long)StripeDefaults.MaxPageSize);
        var (page, _) = await GetAsync("/v1/disputes", query, StripeJson.Default.StripeListStripeDispute, null, cancellationToken).ConfigureAwait(false);
        return [.. (page.Data ?? []).Where(dispute => dispute.Id is not null)];
    }

    private async Task<(T Value, DateTimeOffset? AsOf)> GetAsync<T>(
        string path, FormFields? query, JsonTypeInfo<T> type, PaymentReference? payment, CancellationToken cancellationToken,
        PaymentOperations operation = PaymentOperations.Get)
        where T : class
    {
        var request = new ProviderRequest
        {
            Method = HttpMethod.Get,
            Path = path,
            Kind = ProviderCallKind.Read,
            Operation = operation,
            Payment = payment,
            Query = query,
        };
        var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return (response.ReadStripe(type), response.Date);
    }

    private PaymentNotFoundException NotFound(PaymentReference? payment, string reason) => new(
        $"{http.Registration}: {reason}.",
        new PaymentError { Kind = PaymentErrorKind.NotFound, Code = PaymentErrorCode.NotFound },
        PaymentOutcome.Refused,
        payment);

    // Stripe counts whole seconds: 10.4 s and later means 11 s and later.
    private static long? CeilingSeconds(DateTimeOffset? time) => time?.AddTicks(TimeSpan.TicksPerSecond - 1).ToUnixTimeSeconds();
}

internal static class StripeResponseExtensions
{
    /// <summary>The object of an answer. One without an id cannot be what was asked for.</summary>
    internal static T ReadStripe<T>(this ProviderResponse response, JsonTypeInfo<T> type)
        where T : class
    {
        var value = response.Read(type);
        return value is StripeObject { Id: null or "" } ? throw response.Unreadable("it has no id") : value;
    }
}
