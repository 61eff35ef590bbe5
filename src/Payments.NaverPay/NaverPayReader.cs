using System.Globalization;
using Payments.Http;

namespace Payments.NaverPay;

/// <summary>Reads payments out of the history: every page of it, since fewer pages are wrong totals.</summary>
internal sealed class NaverPayReader(string provider, NaverPayClient client, NaverPayAnswers answers, TimeProvider time)
{
    // Naver's clock and ours differ a little.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(10);

    internal async Task<Payment> PaymentAsync(PaymentReference payment, CancellationToken cancellationToken)
    {
        var (totals, asOf) = await TotalsAsync(PaymentOperations.Get, payment, cancellationToken).ConfigureAwait(false);
        return !totals.IsEmpty ? answers.Payment(totals, payment, asOf)
            : payment.OrderId is not null || payment.GetRelated(NaverPayDefaults.ReserveKind) is not null ? answers.Waiting(payment, asOf)
            : throw new PaymentNotFoundException(
                $"{provider}: the history has no movement of such a payment.",
                PaymentErrors.Create(PaymentErrorKind.NotFound, PaymentErrorCode.NotFound),
                PaymentOutcome.Refused,
                payment);
    }

    /// <summary>
    /// A payment's movements: by its ids; where those took no money, and before the payer's return is known, by its time and our key. What has another key
    /// than ours is never counted: a payer can bring anybody's payment.
    /// </summary>
    /// <param name="operation">What it is read for.</param>
    /// <param name="payment">The payment.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="brought">What the payer came back with, where that is not one of its ids yet. Null for nothing.</param>
    internal async Task<(NaverPayTotals Totals, DateTimeOffset? AsOf)> TotalsAsync(
        PaymentOperations operation, PaymentReference payment, CancellationToken cancellationToken, string? brought = null)
    {
        List<NaverPayMovement> read = [];
        DateTimeOffset? asOf = null;
        var known = PaymentIdsOf(payment);
        if (brought is not null && !known.Contains(brought))
            known.Add(brought);
        await AddAsync(known).ConfigureAwait(false);
        if (new NaverPayTotals(read, payment.OrderId) is { Approvals: > 0 } paid)
            return (paid, asOf);
        if (payment.OrderId is { } orderId)
        {
            var (found, foundAt) = await MovementsAsync(operation, null, Around(payment.Known), payment, cancellationToken).ConfigureAwait(false);
            asOf ??= foundAt;
            var others = found.Where(movement => movement.MerchantPayKey == orderId).Select(movement => movement.PaymentId).OfType<string>();
            await AddAsync(others.Except(known, StringComparer.Ordinal)).ConfigureAwait(false);
        }
        else if (known.Count == 0)
        {
            throw new PaymentRequestException(
                "Before the payer came back, Naver Pay knows a payment by our key only: give the reference's OrderId.", payment: payment);
        }

        return (new NaverPayTotals(read, payment.OrderId), asOf);

        async Task AddAsync(IEnumerable<string> paymentIds)
        {
            foreach (var paymentId in paymentIds.Distinct(StringComparer.Ordinal))
            {
                var (movements, readAt) = await MovementsAsync(operation, paymentId, null, payment, cancellationToken).ConfigureAwait(false);
                movements.ForEach(movement => movement.PaymentId ??= paymentId);
                read.AddRange(movements);
                asOf ??= readAt;
            }
        }
    }

    /// <summary>The payments that were approved in a time, newest first; each is read whole, since its refunds may be of another time.</summary>
    internal async Task<FindPaymentsResult> FindAsync(FindPaymentsRequest request, CancellationToken cancellationToken)
    {
        var (skip, to) = PageOf(request);
        var from = request.CreatedFrom ?? to - NaverPayDefaults.MaxSearch;
        if (to - from > NaverPayDefaults.MaxSearch)
            throw new PaymentRequestException("Naver Pay searches 31 days at most: narrow CreatedFrom and CreatedTo.");
        var (movements, _) = await MovementsAsync(PaymentOperations.Find, null, (from, to), null, cancellationToken).ConfigureAwait(false);
        var wanted = movements
            .Where(movement => movement is { Kind: NaverPayMovementKind.Approval, PaymentId.Length: > 0 })
            .Where(movement => request.OrderId is null || movement.MerchantPayKey == request.OrderId)
            .Where(movement => request.Amount is null || KoreanWon.FromWire(movement.TotalPayAmount) == request.Amount)
            .OrderByDescending(movement => movement.At).ThenByDescending(movement => movement.PaymentId, StringComparer.Ordinal)
            .DistinctBy(movement => movement.PaymentId, StringComparer.Ordinal)
            .Skip(skip)
            .ToList();
        List<Payment> payments = [];
        foreach (var movement in wanted.Take(request.Limit))
            payments.Add(await PaymentAsync(PaymentReference.From(provider, movement.PaymentId!), cancellationToken).ConfigureAwait(false));
        return new FindPaymentsResult
        {
            Payments = payments,

            // An apply whose answer was lost may not be listed yet.
            IsConclusive = false,
            NextPageToken = wanted.Count > request.Limit
                ? string.Create(CultureInfo.InvariantCulture, $"{to.ToUnixTimeSeconds()}-{skip + request.Limit}")
                : null,
        };
    }

    /// <summary>
    /// Naver Pay's payments by a reference. A reserve is none, though it can stand where one is expected: where the host names a payment by Naver Pay's id, the
    /// memory's own name for it, the reserve, becomes a related payment.
    /// </summary>
    internal static List<string> PaymentIdsOf(PaymentReference payment)
    {
        var reserves = payment.Related.Where(id => id.Kind == NaverPayDefaults.ReserveKind).Select(id => id.Id);
        var ids = payment.Related.Where(id => id.Kind == NaverPayDefaults.PaymentKind).Select(id => id.Id);
        return [.. (payment.PaymentId is { } own ? ids.Append(own) : ids).Except(reserves, StringComparer.Ordinal)];
    }

    /// <summary>
    /// Reads after a write that was refused for what was done before. The write has left: the caller's wish to end it no longer counts. If its outcome cannot be
    /// read, nobody knows it.
    /// </summary>
    internal async Task<(NaverPayTotals Totals, DateTimeOffset? AsOf)> TotalsAfterAsync(ProviderResponse response, PaymentReference payment, string paymentId)
    {
        try
        {
            return await TotalsAsync(PaymentOperations.Get, payment, CancellationToken.None, paymentId).ConfigureAwait(false);
        }
        catch (PaymentException exception)
        {
            throw ProviderExceptions.NotRead(response, payment, exception);
        }
    }

    private async Task<(List<NaverPayMovement> Movements, DateTimeOffset? AsOf)> MovementsAsync(
        PaymentOperations operation,
        string? paymentId,
        (DateTimeOffset From, DateTimeOffset To)? period,
        PaymentReference? payment,
        CancellationToken cancellationToken)
    {
        List<NaverPayMovement> movements = [];
        DateTimeOffset? asOf = null;
        for (var page = 1; ; page++)
        {
            var call = NaverPayRequests.History(page, period);
            var response = await client.HistoryAsync(operation, paymentId, call, payment, cancellationToken).ConfigureAwait(false);
            if (response.Read(NaverPayJson.Default.NaverPayHistoryAnswer) is not { Body.List: { } list } answer || list.Contains(null))
                throw response.Unreadable("it has no list of movements");
            asOf ??= response.Date;
            movements.AddRange(list!);
            var count = answer.Body.TotalCount ?? 0;
            if (answer.Body.TotalPageCount is { } pages ? page >= pages : list.Length == 0 || movements.Count >= count)
                return movements.Count >= count ? (movements, asOf) : throw response.Unreadable("it lists fewer movements than it counts");
            if (page == NaverPayDefaults.MaxPages)
                throw new PaymentRequestException("Naver Pay lists more than 10000 movements: " + Narrow(operation), payment: payment);
        }
    }

    private static string Narrow(PaymentOperations operation) => operation is PaymentOperations.Find
        ? "narrow CreatedFrom and CreatedTo."
        : "an order alone is not found among so many. Name the payment by what the payer came back with (the related id 'payment'), or keep the payment memory, "
            + "which knows when it was made.";

    // A payment is approved within its page's life, or never.
    private (DateTimeOffset From, DateTimeOffset To) Around(Payment? known)
    {
        var now = time.GetUtcNow() + ClockSlack;
        return known is null
            ? (now - NaverPayDefaults.MaxSearch, now)
            : (known.CreatedAt - ClockSlack, known.CreatedAt + NaverPayDefaults.Lifetime + ClockSlack);
    }

    private (int Skip, DateTimeOffset To) PageOf(FindPaymentsRequest request)
    {
        if (request.PageToken is not { } token)
            return (0, request.CreatedTo ?? time.GetUtcNow() + ClockSlack);
        return token.Split('-') is [var to, var skip]
            && long.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 253402300799
            && int.TryParse(skip, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? (count, DateTimeOffset.FromUnixTimeSeconds(seconds))
            : throw new PaymentRequestException("PageToken is not one of Naver Pay's: give the NextPageToken of the answer before.");
    }
}
