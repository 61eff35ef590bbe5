using System.Globalization;
using Payments.Http;

namespace Payments.BitPay;

/// <summary>BitPay by a token of the merchant facade, whose calls are signed: also lists, cancels and refunds.</summary>
internal sealed class BitPayMerchantProvider(HttpProviderRegistration<BitPayOptions> registration) : BitPayPaymentProvider(registration)
{
    public override PaymentProviderCapabilities Capabilities => BitPayDefaults.MerchantCapabilities;

    /// <summary>
    /// The list goes by whole days: one day more is asked for on either side. It does not tell refunds. Finding nothing proves nothing, since an invoice may be older
    /// or still on its way.
    /// </summary>
    public override async Task<FindPaymentsResult> FindPaymentsAsync(FindPaymentsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var until = request.CreatedTo ?? Time.GetUtcNow();
        var from = request.CreatedFrom ?? until - BitPayDefaults.SearchWindow;
        var offset = int.TryParse(request.PageToken, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? page : 0;
        var query = new FormFields().Add("dateStart", Day(from, -1)).Add("dateEnd", Day(until, 1)).Add("orderId", request.OrderId)
            .Add("limit", (long)request.Limit).Add("offset", offset == 0 ? null : (long?)offset);
        var response = await GetAsync(BitPayDefaults.InvoicesPath, PaymentOperations.Find, null, query, cancellationToken).ConfigureAwait(false);
        var list = response.Read(BitPayJson.Default.BitPayInvoiceList).Data ?? throw response.Unreadable("it has no list");
        return new FindPaymentsResult
        {
            Payments =
            [
                .. list.Where(invoice => invoice.Id is { Length: > 0 })
                    .Select(invoice => Answers.Payment(invoice, refunds: null, named: null, response.Date))
                    .Where(payment => IsMeant(payment, request)),
            ],
            IsConclusive = false,
            NextPageToken = list.Count >= request.Limit ? (offset + list.Count).ToString(CultureInfo.InvariantCulture) : null,
        };
    }

    public override async Task<Payment> CancelPaymentAsync(CancelRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var payment = request.Payment;
        var query = new FormFields().Add("token", Options.ApiToken);
        if (request.Extras.Get<BitPayCancelExtras>() is { ForceCancel: true })
            query.Add("forceCancel", (bool?)true);
        var response = await WriteAsync(HttpMethod.Delete, PathOf(payment), PaymentOperations.Cancel, payment, null, cancellationToken, query).ConfigureAwait(false);
        if (response.Error is { Kind: not PaymentErrorKind.Conflict })
            throw response.ToException();
        if (response.Error is null && Answers.Payment(InvoiceOf(response), refunds: null, payment, response.Date) is { Status: PaymentStatus.Cancelled } ended)
            return ended;

        // Refused, or a payer was faster: one read says where the payment stands.
        var read = await ReadAsync(payment, PaymentOperations.Cancel, cancellationToken).ConfigureAwait(false);
        if (read.Status is PaymentStatus.Cancelled or PaymentStatus.Expired)
            return read;
        var (reason, code) = read.Status.IsPaid()
            ? ("the money has arrived, so that it can only be given back", PaymentErrorCode.AlreadyCaptured)
            : ($"it is {read.Status}, and cannot be cancelled now", PaymentErrorCode.InvalidState);
        throw new PaymentConflictException(
            $"{Name}: Cancel was refused: {reason}.",
            (response.Error ?? PaymentErrors.Create(PaymentErrorKind.Conflict, code)) with { Code = code, Retry = PaymentRetry.No },
            PaymentOutcome.Refused,
            PaymentReference.FromPayment(read));
    }

    /// <summary>
    /// Nothing prevents a second refund but looking first: what this very intention has made is the answer, and what is left is counted before anything is sent.
    /// Where BitPay has no list to count, the refund is looked for by its guid, and BitPay itself refuses what is above the price.
    /// </summary>
    public override async Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ProviderRules.Check(this, request, RequestFeatures.None);
        var (read, listed) = await ReadAllAsync(request.Payment, PaymentOperations.Refund, cancellationToken).ConfigureAwait(false);
        var guid = GuidOf(PaymentOperations.Refund, request.IdempotencyKey);
        List<Refund> refunds = [.. (listed ?? []).Select(refund => Answers.Refund(refund, read.Reference, read.AsOf))];
        var found = listed is null && read.Status.IsPaid()
            ? await FindRefundAsync(guid, request.Payment, cancellationToken).ConfigureAwait(false)
            : refunds.Find(refund => refund.Related.Any(id => id.Id == guid));
        if (found is { } made)
        {
            return request.Amount is not { } asked || asked == made.Amount ? made : throw new PaymentConflictException(
                "A refund of another amount was made under this idempotency key.", PaymentErrorCode.IdempotencyKeyReused, read);
        }

        var amount = AmountOf(request, read, refunds);
        var call = BitPayRequests.Refund(request, Options, read.Reference.PaymentId!, amount, guid);
        var response = await WriteAsync(
            HttpMethod.Post, BitPayDefaults.RefundsPath, PaymentOperations.Refund, request.Payment,
            ProviderBody.Json(call, BitPayJson.Default.BitPayRefundCall), cancellationToken).ConfigureAwait(false);
        return response.Error is { ProviderCode: { Length: 6 } code } && BitPayMapping.RefundRefusals.Contains(code[2..])
            ? ProviderAnswers.Refused(response, request, Name, Time.GetUtcNow()) with { Amount = amount }
            : Answers.Refund(RefundOf(response), request.Payment, response.Date) with { Origin = RefundOrigin.Merchant };
    }

    public override async Task<Refund> GetRefundAsync(RefundReference refund, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(refund);
        var guid = refund.Related.Where(id => id.Kind == BitPayDefaults.GuidKind).Select(id => id.Id).FirstOrDefault();
        if (refund.RefundId is not null || guid is not null)
        {
            var path = refund.RefundId is { } id ? ProviderPath.Segment(id) : $"guid/{ProviderPath.Segment(guid)}";
            var response = await GetAsync(
                $"{BitPayDefaults.RefundsPath}/{path}", PaymentOperations.GetRefund, refund.Payment, new FormFields(), cancellationToken).ConfigureAwait(false);
            return Answers.Refund(RefundOf(response), refund.Payment, response.Date);
        }

        if (refund.Reference is null)
            throw new PaymentRequestException("A refund is named by its RefundId or by our Reference.", payment: refund.Payment);
        var payment = await ReadAsync(refund.Payment, PaymentOperations.GetRefund, cancellationToken).ConfigureAwait(false);
        return payment.Facts.OfType<RefundFact>().Select(fact => fact.Refund).FirstOrDefault(found => found.Reference == refund.Reference)
            ?? throw new PaymentNotFoundException(
                $"{Name}: no refund of the payment has this reference.",
                PaymentErrors.Create(PaymentErrorKind.NotFound, PaymentErrorCode.NotFound),
                PaymentOutcome.Refused,
                refund.Payment);
    }

    // Nothing can have been given back of what has only just been made or seen.
    protected override async Task<IReadOnlyList<BitPayRefund>?> RefundsOfAsync(
        BitPayInvoice invoice, PaymentReference payment, PaymentOperations operation, CancellationToken cancellationToken)
    {
        if (invoice.Status is BitPayMapping.New or BitPayMapping.Paid)
            return [];
        try
        {
            var query = new FormFields().Add("invoiceId", invoice.Id);
            var response = await GetAsync(BitPayDefaults.RefundsPath, operation, payment, query, cancellationToken).ConfigureAwait(false);
            var refunds = response.Read(BitPayJson.Default.BitPayRefundList).Data ?? throw response.Unreadable("it has no list");
            return [.. refunds.Where(refund => refund.Id is { Length: > 0 })];
        }
        catch (PaymentNotFoundException)
        {
            // The invoice was read just now: it is the list that is not there, which does not say that nothing was given back.
            return null;
        }
    }

    private async Task<Refund?> FindRefundAsync(string guid, PaymentReference payment, CancellationToken cancellationToken)
    {
        try
        {
            return await GetRefundAsync(new RefundReference(payment) { Related = [new RelatedId(BitPayDefaults.GuidKind, guid)] }, cancellationToken).ConfigureAwait(false);
        }
        catch (PaymentNotFoundException)
        {
            return null;
        }
    }

    private static BitPayRefund RefundOf(ProviderResponse response) =>
        response.Read(BitPayJson.Default.BitPayRefundAnswer).Data is { Id.Length: > 0 } refund ? refund : throw response.Unreadable("it has no refund");

    // The API has no word for 'all': what is left is asked for by its amount, refunds under way counted.
    private static Money AmountOf(RefundRequest request, Payment read, List<Refund> refunds)
    {
        if (!read.Status.IsPaid())
            throw new PaymentConflictException("Nothing was credited yet, so that there is nothing to refund.", PaymentErrorCode.InvalidState, read);
        var left = read.Amount;
        foreach (var refund in refunds.Where(BitPayAnswers.Counts))
        {
            if (refund.Amount.Currency != left.Currency)
                throw new PaymentConflictException("A refund of this payment was made in another currency, so that what is left is not known.", PaymentErrorCode.Mismatch, read);
            left -= refund.Amount;
        }

        if (!left.IsPositive)
            throw new PaymentConflictException("Nothing is left to refund.", PaymentErrorCode.AlreadyRefunded, read);
        var amount = request.Amount ?? left;
        if (amount.Currency != left.Currency)
            throw new PaymentRequestException($"A refund is in the currency of its invoice, {left.Currency.Code}.", payment: request.Payment);
        return amount <= left ? amount : throw new PaymentConflictException(
            $"At most {left} is left to refund.", PaymentErrorCode.AmountTooLarge, read);
    }

    private static bool IsMeant(Payment payment, FindPaymentsRequest request) =>
        (request.OrderId is null || payment.Reference.OrderId == request.OrderId)
        && payment.CreatedAt >= (request.CreatedFrom ?? payment.CreatedAt)
        && !(payment.CreatedAt >= request.CreatedTo)
        && payment.Amount == (request.Amount ?? payment.Amount);

    private static string Day(DateTimeOffset time, int days) => ProviderTime.Format(time.AddDays(days), "yyyy-MM-dd", TimeSpan.Zero);
}
