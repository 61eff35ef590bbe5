using Payments.Http;

namespace Payments.Square;

/// <summary>Reads payments, refunds and disputes, each whole enough to tell its state.</summary>
internal sealed class SquareReader(ProviderHttpClient http, SquareOptions options, SquareAnswers answers, TimeProvider time)
{
    /// <summary>The payment that the ids name.</summary>
    internal async Task<Payment> PaymentAsync(PaymentReference payment, CancellationToken cancellationToken)
    {
        var ids = SquareIds.Of(payment);
        if (ids.Order is not null)
            return await OrderAsync(ids.Order, payment, [], cancellationToken).ConfigureAwait(false);
        if (ids.Checkout is not null)
            return await CheckoutAsync(ids.Checkout, payment, [], cancellationToken).ConfigureAwait(false);
        if (ids.Payment is not null)
        {
            var single = await SingleAsync(ids.Payment, payment, cancellationToken).ConfigureAwait(false);
            var read = answers.Payment(single, payment, await DisputesAsync(payment, cancellationToken).ConfigureAwait(false));
            return await WithRefundsAsync(read, payment, [single], cancellationToken).ConfigureAwait(false);
        }

        var found = await FindAsync(new FindPaymentsRequest { OrderId = payment.OrderId, Limit = 2 }, cancellationToken).ConfigureAwait(false);
        return found.Payments is [var only] ? only : throw NotFound(payment, found.Payments.Count == 0
            ? "no payment of the location has this order id, or the list does not show it yet"
            : "several payments have this order id: give the payment's own id");
    }

    internal async Task<SquarePayment> SingleAsync(
        string id, PaymentReference? payment, CancellationToken cancellationToken, PaymentOperations operation = PaymentOperations.Get) =>
        await GetAsync("/v2/payments/" + ProviderPath.Segment(id), answer => answer.Payment, payment, cancellationToken, operation).ConfigureAwait(false);

    internal async Task<IReadOnlyList<SquarePayment>> SinglesAsync(
        IReadOnlyList<string> ids, PaymentReference? payment, CancellationToken cancellationToken, PaymentOperations operation = PaymentOperations.Get)
    {
        List<SquarePayment> read = [];
        foreach (var id in ids)
            read.Add(await SingleAsync(id, payment, cancellationToken, operation).ConfigureAwait(false));
        return read;
    }

    /// <summary>The order of a page with its payments; <paramref name="further"/> are those that Square may not list with it yet.</summary>
    internal async Task<Payment> OrderAsync(string id, PaymentReference? payment, IReadOnlyList<string> further, CancellationToken cancellationToken) =>
        await WholeAsync(await OrderBasketAsync(id, payment, further, cancellationToken).ConfigureAwait(false), payment, further, cancellationToken).ConfigureAwait(false);

    // Square may delete an order that nobody has touched for so long; one that was paid is told by its payments.
    private async Task<SquareBasket> OrderBasketAsync(string id, PaymentReference? payment, IReadOnlyList<string> further, CancellationToken cancellationToken)
    {
        var response = await SendAsync("/v2/orders/" + ProviderPath.Segment(id), null, payment, PaymentOperations.Get, cancellationToken).ConfigureAwait(false);
        var left = IdsOf([], payment, further);
        var isGone = left.Length > 0 || time.GetUtcNow() >= payment?.Known?.CreatedAt + SquareDefaults.MinDraftLifetime;
        if (response.Error is not { Kind: PaymentErrorKind.NotFound } || !isGone)
            return SquareBasket.Of(response.Take(answer => answer.Order));
        var known = SquareBasket.OfPayments(new SquareIds(null, id, null), payment?.Known, left);
        return left.Length > 0 ? known : known with { Status = PaymentStatus.Expired, UpdatedAt = time.GetUtcNow() };
    }

    internal async Task<SquareOrder> OrderAsync(string id, PaymentReference? payment, CancellationToken cancellationToken) =>
        await GetAsync("/v2/orders/" + ProviderPath.Segment(id), answer => answer.Order, payment, cancellationToken).ConfigureAwait(false);

    /// <summary>A Terminal checkout with its payments, <paramref name="further"/> among them. Square keeps it for 30 days, and the payments on: then those tell.</summary>
    internal async Task<Payment> CheckoutAsync(string id, PaymentReference? payment, IReadOnlyList<string> further, CancellationToken cancellationToken) =>
        await WholeAsync(await CheckoutBasketAsync(id, payment, further, cancellationToken).ConfigureAwait(false), payment, further, cancellationToken).ConfigureAwait(false);

    /// <summary>What a payment that was not made by token was asked for with, and all its payments: the order of a page, or a Terminal checkout.</summary>
    internal async Task<(SquareBasket Basket, IReadOnlyList<SquarePayment> Payments)> BasketAsync(
        SquareIds ids, PaymentReference payment, PaymentOperations operation, CancellationToken cancellationToken)
    {
        var basket = ids.Order is not null
            ? await OrderBasketAsync(ids.Order, payment, [], cancellationToken).ConfigureAwait(false)
            : await CheckoutBasketAsync(ids.Checkout!, payment, [], cancellationToken).ConfigureAwait(false);
        return (basket, await SinglesAsync(IdsOf(basket.PaymentIds, payment, []), payment, cancellationToken, operation).ConfigureAwait(false));
    }

    private async Task<SquareBasket> CheckoutBasketAsync(string id, PaymentReference? payment, IReadOnlyList<string> further, CancellationToken cancellationToken)
    {
        var path = "/v2/terminals/checkouts/" + ProviderPath.Segment(id);
        var response = await SendAsync(path, null, payment, PaymentOperations.Get, cancellationToken).ConfigureAwait(false);
        var left = IdsOf([], payment, further);
        return response.Error is { Kind: PaymentErrorKind.NotFound } && left.Length > 0
            ? SquareBasket.OfPayments(new SquareIds(null, null, id), null, left)
            : SquareBasket.Of(response.Take(answer => answer.Checkout));
    }

    /// <summary>A basket with its payments, each read: what a message or a list told of one may be older than the basket.</summary>
    internal async Task<Payment> WholeAsync(
        SquareBasket basket, PaymentReference? payment, IReadOnlyList<string> further, CancellationToken cancellationToken)
    {
        var payments = await SinglesAsync(IdsOf(basket.PaymentIds, payment, further), payment, cancellationToken).ConfigureAwait(false);
        var disputes = await DisputesAsync(payment, cancellationToken).ConfigureAwait(false);
        var whole = await WithRefundsAsync(
            SquareTotals.Whole(answers, basket, payments, payment, disputes), payment, payments, cancellationToken).ConfigureAwait(false);
        return whole.Status == PaymentStatus.RequiresAction && whole.NextAction is null && basket.Kind == SquareDefaults.OrderKind
            ? whole with { NextAction = await PageAsync(payment, cancellationToken).ConfigureAwait(false) }
            : whole;
    }

    internal async Task<Refund> RefundAsync(string id, PaymentReference payment, CancellationToken cancellationToken) => answers.Refund(
        await GetAsync("/v2/refunds/" + ProviderPath.Segment(id), answer => answer.Refund, payment, cancellationToken, PaymentOperations.GetRefund).ConfigureAwait(false),
        payment);

    internal async Task<Refund> TerminalRefundAsync(string id, PaymentReference payment, CancellationToken cancellationToken)
    {
        var path = "/v2/terminals/refunds/" + ProviderPath.Segment(id);
        var refund = await GetAsync(path, answer => answer.Refund, payment, cancellationToken, PaymentOperations.GetRefund).ConfigureAwait(false);
        return answers.Refund(refund, payment, isTerminal: true);
    }

    // Square keeps it for 30 days, as a checkout: that it is gone tells nothing of the payment.
    private async Task<Refund?> KeptTerminalRefundAsync(string id, PaymentReference payment, CancellationToken cancellationToken)
    {
        try
        {
            return await TerminalRefundAsync(id, payment, cancellationToken).ConfigureAwait(false);
        }
        catch (PaymentNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The refund that carries our reference: as the memory knows it, else among those of the payments.</summary>
    internal async Task<Refund> RefundByReferenceAsync(string reference, PaymentReference payment, CancellationToken cancellationToken)
    {
        var known = payment.Known?.Facts.OfType<RefundFact>().FirstOrDefault(fact => fact.Refund.Reference == reference)?.Refund;
        if (known?.RefundId is { } knownId)
            return await RefundAsync(knownId, payment, cancellationToken).ConfigureAwait(false);
        foreach (var id in await PaymentIdsAsync(payment, PaymentOperations.GetRefund, cancellationToken).ConfigureAwait(false))
        {
            var single = await SingleAsync(id, payment, cancellationToken, PaymentOperations.GetRefund).ConfigureAwait(false);
            foreach (var refundId in (single.RefundIds ?? []).Reverse())
            {
                var refund = await RefundAsync(refundId, payment, cancellationToken).ConfigureAwait(false);
                if (refund.Reference == reference)
                    return refund;
            }
        }

        throw NotFound(payment, "no refund of the payment has this reference");
    }

    internal async Task<SquareDispute> DisputeAsync(string id, PaymentReference? payment, CancellationToken cancellationToken) =>
        await GetAsync("/v2/disputes/" + ProviderPath.Segment(id), answer => answer.Dispute, payment, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Square's payments behind a name: what is known of them, else what is read. None while nobody has paid.
    /// </summary>
    internal async Task<IReadOnlyList<string>> PaymentIdsAsync(PaymentReference payment, PaymentOperations operation, CancellationToken cancellationToken)
    {
        if (SquareIds.Of(payment).Payment is { } single)
            return [single];
        if (SquareIds.PaymentsOf(payment) is { Count: > 0 } known)
            return known;
        var read = await PaymentAsync(payment, cancellationToken).ConfigureAwait(false);
        return SquareIds.Of(read.Reference).Payment is { } found ? [found] : SquareIds.PaymentsOf(read.Reference);
    }

    /// <summary>
    /// By time, or by order id: Square's list has no filter for that, so its newest payments are gone through, some pages at a time. It lags by seconds, and
    /// a page that nobody has paid is not in it.
    /// </summary>
    internal async Task<FindPaymentsResult> FindAsync(FindPaymentsRequest request, CancellationToken cancellationToken, string? location = null)
    {
        List<Payment> found = [];
        var cursor = request.PageToken;
        var pages = request.OrderId is null ? 1 : SquareDefaults.MaxSearchedPages;
        do
        {
            var query = new FormFields()
                .Add("location_id", location ?? options.LocationId)
                .Add("begin_time", request.CreatedFrom is { } from ? Time(from) : null)
                .Add("end_time", request.CreatedTo is { } to ? Time(to.AddTicks(TimeSpan.TicksPerMillisecond - 1)) : null)
                .Add("sort_order", "DESC")
                .Add("limit", request.OrderId is null ? request.Limit : (long)SquareDefaults.MaxPageSize)
                .Add("cursor", cursor);
            var response = await SendAsync("/v2/payments", query, null, PaymentOperations.Find, cancellationToken).ConfigureAwait(false);
            var page = response.Read(SquareJson.Default.SquareAnswer);
            foreach (var listed in (page.Payments ?? []).Where(listed => listed.Id is not null))
            {
                if (await MatchAsync(listed, request, found, cancellationToken).ConfigureAwait(false) is { } match)
                    found.Add(match);
            }

            cursor = string.IsNullOrEmpty(page.Cursor) ? null : page.Cursor;
        }
        while (cursor is not null && --pages > 0 && found.Count < request.Limit);
        return new FindPaymentsResult { Payments = [.. found.Take(request.Limit)], IsConclusive = false, NextPageToken = cursor };
    }

    // A page's payment carries our order id as its note only; the order itself says whether it is ours.
    private async Task<Payment?> MatchAsync(SquarePayment listed, FindPaymentsRequest request, List<Payment> found, CancellationToken cancellationToken)
    {
        var payment = answers.Payment(listed, null);
        if (request.OrderId is { } orderId)
        {
            if (found.Exists(there => SquareIds.PaymentsOf(there.Reference).Contains(listed.Id!, StringComparer.Ordinal)))
                return null;
            if (listed.ReferenceId == orderId && !string.IsNullOrEmpty(listed.TerminalCheckoutId))
                payment = await CheckoutAsync(listed.TerminalCheckoutId, null, [listed.Id!], cancellationToken).ConfigureAwait(false);
            else if (listed.ReferenceId != orderId && listed.Note == orderId && !string.IsNullOrEmpty(listed.OrderId))
                payment = await OrderAsync(listed.OrderId, null, [listed.Id!], cancellationToken).ConfigureAwait(false);
            if (payment.Reference.OrderId != orderId)
                return null;
        }

        return payment.CreatedAt >= (request.CreatedFrom ?? payment.CreatedAt)
            && !(payment.CreatedAt >= request.CreatedTo)
            && payment.Amount == (request.Amount ?? payment.Amount)
            ? payment
            : null;
    }

    private static string[] IdsOf(IReadOnlyList<string> listed, PaymentReference? payment, IReadOnlyList<string> further) =>
        [.. listed.Concat(further).Concat(payment is null ? [] : SquareIds.PaymentsOf(payment)).Distinct(StringComparer.Ordinal)];

    // What the memory holds of a page's address is what Square would say again.
    private async Task<NextAction?> PageAsync(PaymentReference? payment, CancellationToken cancellationToken)
    {
        if (payment?.Known?.NextAction is { } known)
            return known;
        if (payment is null || SquareIds.LinkOf(payment) is not { } link)
            return null;
        var path = "/v2/online-checkout/payment-links/" + ProviderPath.Segment(link);
        var response = await SendAsync(path, null, payment, PaymentOperations.Get, cancellationToken).ConfigureAwait(false);
        return response.Error is { Kind: PaymentErrorKind.NotFound } ? null : Page(response.Take(answer => answer.PaymentLink));
    }

    internal static RedirectAction? Page(SquareLink? link) => SquareAnswers.Link(link?.Url ?? link?.LongUrl) is { } url ? new RedirectAction(url) : null;

    // Square's payments say nothing of disputes, and its list of disputes has no payments to look for: those that are known to be open are read again.
    private async Task<IReadOnlyList<SquareDispute>> DisputesAsync(PaymentReference? payment, CancellationToken cancellationToken)
    {
        List<SquareDispute> disputes = [];
        foreach (var fact in payment?.Known?.Facts.OfType<DisputeFact>() ?? [])
        {
            if (fact.Dispute.Status is not (DisputeStatus.Won or DisputeStatus.Lost or DisputeStatus.Closed))
                disputes.Add(await DisputeAsync(fact.Dispute.DisputeId, payment, cancellationToken).ConfigureAwait(false));
        }

        return disputes;
    }

    /// <summary>
    /// Where there is a memory: the refunds that it does not know, or knows to be under way. A refund whose message or answer was lost is seen so; without a
    /// memory the host reads the ones it wants.
    /// </summary>
    private async Task<Payment> WithRefundsAsync(
        Payment read, PaymentReference? payment, IReadOnlyList<SquarePayment> payments, CancellationToken cancellationToken)
    {
        if (payment?.Known is not { } known)
            return read;
        var told = known.Facts.OfType<RefundFact>().Select(fact => fact.Refund).ToList();
        var ended = told.Where(refund => refund.Status is RefundStatus.Completed or RefundStatus.Failed or RefundStatus.Cancelled).ToList();
        var ids = told.Select(refund => refund.RefundId).OfType<string>().Concat(payments.SelectMany(each => each.RefundIds ?? [])).Distinct(StringComparer.Ordinal);
        List<PaymentFact> facts = [.. read.Facts];
        foreach (var id in ids.Where(id => !ended.Exists(refund => refund.RefundId == id)))
            facts.Add(Fact(await RefundAsync(id, payment, cancellationToken).ConfigureAwait(false)));
        foreach (var waiting in told.Where(refund => refund is { RefundId: null, Status: RefundStatus.RequiresAction or RefundStatus.Pending }))
        {
            // The refund that came out of it tells the rest.
            if (waiting.Reference is { } reference && told.Exists(other => other.RefundId is not null && other.Reference == reference))
                continue;
            if (waiting.Related.FirstOrDefault(id => id.Kind == SquareDefaults.TerminalRefundKind) is { Id: { } id }
                && await KeptTerminalRefundAsync(id, payment, cancellationToken).ConfigureAwait(false) is { } kept)
                facts.Add(Fact(kept));
        }

        return read with { Facts = facts };

        static RefundFact Fact(Refund refund) => new(refund) { AsOf = refund.AsOf, Version = refund.Version };
    }

    private async Task<T> GetAsync<T>(
        string path, Func<SquareAnswer, T?> part, PaymentReference? payment, CancellationToken cancellationToken, PaymentOperations operation = PaymentOperations.Get)
        where T : class, ISquareObject =>
        (await SendAsync(path, null, payment, operation, cancellationToken).ConfigureAwait(false)).Take(part);

    private Task<ProviderResponse> SendAsync(
        string path, FormFields? query, PaymentReference? payment, PaymentOperations operation, CancellationToken cancellationToken) => http.SendAsync(
        new ProviderRequest
        {
            Method = HttpMethod.Get,
            Path = path,
            Kind = ProviderCallKind.Read,
            Operation = operation,
            Payment = payment,
            Query = query,
        },
        cancellationToken);

    private PaymentNotFoundException NotFound(PaymentReference? payment, string reason) => new(
        $"{http.Registration}: {reason}.",
        new PaymentError { Kind = PaymentErrorKind.NotFound, Code = PaymentErrorCode.NotFound },
        PaymentOutcome.Refused,
        payment);

    private static string Time(DateTimeOffset time) => ProviderTime.Format(time, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", TimeSpan.Zero);
}

internal static class SquareResponses
{
    /// <summary>The part of an answer that was asked for. One without an id cannot be it.</summary>
    internal static T Take<T>(this ProviderResponse response, Func<SquareAnswer, T?> part)
        where T : class, ISquareObject =>
        part(response.Read(SquareJson.Default.SquareAnswer)) is { Id.Length: > 0 } found ? found : throw response.Unreadable("it does not hold what was asked for");
}
