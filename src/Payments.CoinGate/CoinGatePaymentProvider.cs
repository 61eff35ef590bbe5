using System.Globalization;
using Payments.Http;

namespace Payments.CoinGate;

/// <summary>CoinGate: orders that are paid on its page, read by its id, listed by time, and refunded to an address that the host names.</summary>
internal sealed class CoinGatePaymentProvider : PaymentProvider
{
    private readonly CoinGateOptions _options;
    private readonly TimeProvider _time;
    private readonly ProviderHttpClient _http;
    private readonly CoinGateAnswers _answers;
    private readonly CoinGateToken _token;
    private readonly CoinGateWebhook _webhook;

    internal CoinGatePaymentProvider(HttpProviderRegistration<CoinGateOptions> registration)
        : base(registration.Name)
    {
        _options = registration.Options;
        _time = registration.Time;
        _http = registration.CreateClient(new CoinGateProtocol(_options));
        _answers = new CoinGateAnswers(Name);
        _token = new CoinGateToken(_options, _time);
        _webhook = new CoinGateWebhook(
            Name, _options, _token,
            (payment, cancellationToken) => ReadAsync(payment, PaymentOperations.Webhooks, cancellationToken),
            (refund, told, cancellationToken) => ReadRefundAsync(refund, told, PaymentOperations.Webhooks, cancellationToken));
    }

    public override PaymentProviderCapabilities Capabilities => CoinGateDefaults.Capabilities;

    public override async Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ProviderRules.Check(this, request, RequestFeatures.None);
        var payment = new PaymentReference(Name, null, request.OrderId);
        var body = ProviderBody.Form(CoinGateRequests.Order(request, _options, _token.Of(request.OrderId)));
        var begun = _time.GetUtcNow();
        try
        {
            var response = await WriteAsync(CoinGateDefaults.OrdersPath, PaymentOperations.Create, payment, body, cancellationToken).ConfigureAwait(false);
            return _answers.Payment(OrderOf(response), payment, response.Date);
        }
        catch (PaymentOutcomeUnknownException)
        {
            // The one that was made may be in the list already. That it is not proves nothing, so that the call is never sent again.
            if (await FindMadeAsync(request, begun).ConfigureAwait(false) is { } made)
                return made;
            throw;
        }
    }

    public override Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payment);
        return ReadAsync(payment, PaymentOperations.Get, cancellationToken);
    }

    /// <summary>
    /// The list goes by time and knows no order id: what is asked for is picked out of each page here. Finding nothing proves nothing, since an order may still be
    /// on its way.
    /// </summary>
    public override async Task<FindPaymentsResult> FindPaymentsAsync(FindPaymentsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var page = int.TryParse(request.PageToken, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;
        var size = request is { OrderId: null, Amount: null } ? Math.Min(request.Limit, CoinGateDefaults.MaxPageSize) : CoinGateDefaults.MaxPageSize;
        var found = await ListAsync(request, page, size, PaymentOperations.Find, cancellationToken).ConfigureAwait(false);
        return new FindPaymentsResult
        {
            Payments = found.Payments,
            IsConclusive = false,
            NextPageToken = found.IsLast ? null : (page + 1).ToString(CultureInfo.InvariantCulture),
        };
    }

    /// <summary>
    /// There is no key: what this very intention has made is looked for first, by our reference, then what may be it, and what is left is counted before anything is sent.
    /// </summary>
    public override async Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ProviderRules.Check(this, request, RequestFeatures.None);
        var extras = CoinGateRequests.Needed(request, _options);
        var order = await ReadOrderAsync(request.Payment, PaymentOperations.Refund, cancellationToken).ConfigureAwait(false);
        var payment = _answers.Payment(order.Order, request.Payment, order.Date);
        var named = payment.Reference.With(request.Payment.Known);
        var listed = await ListRefundsAsync(named, PaymentOperations.Refund, cancellationToken).ConfigureAwait(false);
        payment = payment with
        {
            Facts = [.. listed.Select(refund => new RefundFact(_answers.Refund(refund, named, payment.Amount.Currency, order.Date)) { AsOf = order.Date })],
        };
        if (ProviderRefunds.Made(payment, request) is { } made)
            return made;

        var amount = ProviderRefunds.AmountOf(request, payment);
        if (order.Order.IsRefundable is false)
            throw new PaymentConflictException("CoinGate says that this order cannot be refunded now.", PaymentErrorCode.InvalidState, request.Payment);
        CoinGateRefunds.RefuseEqual(listed, extras, amount, request.Payment);
        var response = await WriteAsync(
            RefundsPath(payment.Reference), PaymentOperations.Refund, request.Payment,
            ProviderBody.Form(CoinGateRequests.Refund(request, _options, extras, amount)), cancellationToken).ConfigureAwait(false);
        return _answers.Refund(RefundOf(response), named, amount.Currency, response.Date) with { Reference = request.Reference, Metadata = request.Metadata };
    }

    public override async Task<Refund> GetRefundAsync(RefundReference refund, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(refund);
        if (refund.RefundId is not null)
            return await ReadRefundAsync(refund, told: null, PaymentOperations.GetRefund, cancellationToken).ConfigureAwait(false);
        if (refund.Reference is not { } reference)
            throw new PaymentRequestException("A refund is named by its RefundId or by our Reference.", payment: refund.Payment);
        var (order, date) = await ReadOrderAsync(refund.Payment, PaymentOperations.GetRefund, cancellationToken).ConfigureAwait(false);
        return CoinGateRefunds.Find(reference, _answers.Payment(order, refund.Payment, date), isTold: order.Refunds is not null);
    }

    public override Task<VerifiedWebhook> VerifyWebhookAsync(WebhookRequest request, CancellationToken cancellationToken = default) =>
        ProviderWebhooks.VerifyAsync(request, _webhook, static (webhook, message) => webhook.Verify(message), cancellationToken);

    public override Task<IReadOnlyList<PaymentEvent>> ResolveWebhookAsync(VerifiedWebhook webhook, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        return _webhook.ResolveAsync(webhook, cancellationToken);
    }

    private async Task<Payment> ReadAsync(PaymentReference payment, PaymentOperations operation, CancellationToken cancellationToken)
    {
        var (order, date) = await ReadOrderAsync(payment, operation, cancellationToken).ConfigureAwait(false);
        return _answers.Payment(order, payment, date);
    }

    private async Task<(CoinGateOrder Order, DateTimeOffset? Date)> ReadOrderAsync(
        PaymentReference payment, PaymentOperations operation, CancellationToken cancellationToken)
    {
        var response = await GetAsync(OrderPath(payment), operation, payment, null, cancellationToken).ConfigureAwait(false);
        return (OrderOf(response), response.Date);
    }

    private async Task<Refund> ReadRefundAsync(RefundReference refund, CoinGateRefund? told, PaymentOperations operation, CancellationToken cancellationToken)
    {
        var response = await GetAsync(
            $"{RefundsPath(refund.Payment)}/{ProviderPath.Segment(refund.RefundId)}", operation, refund.Payment, null, cancellationToken).ConfigureAwait(false);
        var read = RefundOf(response);
        var answer = _answers.Refund(read, refund.Payment, refund.Payment.Known?.Amount.Currency, response.Date);
        return answer.Reference is not null ? answer
            : answer with { Reference = refund.Reference ?? (told is null ? null : CoinGateRefunds.ReferenceIn(told, read, refund.Payment.Known)) };
    }

    private async Task<IReadOnlyCollection<CoinGateRefund>> ListRefundsAsync(PaymentReference payment, PaymentOperations operation, CancellationToken cancellationToken)
    {
        Dictionary<string, CoinGateRefund> refunds = new(StringComparer.Ordinal);
        for (var page = 1; ; page++)
        {
            var query = new FormFields().Add("page", (long?)page).Add("per_page", (long?)CoinGateDefaults.MaxPageSize);
            var response = await GetAsync(RefundsPath(payment), operation, payment, query, cancellationToken).ConfigureAwait(false);
            var list = response.Read(CoinGateJson.Default.CoinGateRefundList);
            var items = list.Refunds ?? throw response.Unreadable("it has no list");
            var before = refunds.Count;
            foreach (var refund in items.Where(refund => refund.Id is { Length: > 0 }))
                refunds.TryAdd(refund.Id!, refund);
            if (refunds.Count == before || IsLast(items.Count, page, CoinGateDefaults.MaxPageSize, list.TotalPages))
                return refunds.Values;
        }
    }

    private async Task<CoinGateFound> ListAsync(
        FindPaymentsRequest request, int page, int size, PaymentOperations operation, CancellationToken cancellationToken)
    {
        var query = new FormFields().Add("per_page", (long?)size).Add("page", (long?)page).Add("sort", "created_at_desc")
            .Add("created_at[from]", Time(request.CreatedFrom)).Add("created_at[to]", Time(request.CreatedTo?.AddSeconds(1)));
        var response = await GetAsync(CoinGateDefaults.OrdersPath, operation, null, query, cancellationToken).ConfigureAwait(false);
        var list = response.Read(CoinGateJson.Default.CoinGateOrderList);
        var orders = list.Orders ?? throw response.Unreadable("it has no list");
        List<Payment> payments =
        [
            .. orders.Where(order => order.Id is { Length: > 0 }).Select(order => _answers.Payment(order, named: null, response.Date))
                .Where(payment => IsMeant(payment, request)),
        ];
        return new CoinGateFound(payments, IsLast(orders.Count, page, size, list.TotalPages), response.Date);
    }

    // An order of the same id and amount may be there for long, and may be over: only one that nobody has touched, made since the call began, is what it has made.
    private async Task<Payment?> FindMadeAsync(PaymentRequest request, DateTimeOffset begun)
    {
        var find = new FindPaymentsRequest { OrderId = request.OrderId, Amount = request.Amount, CreatedFrom = begun - CoinGateDefaults.ClockMargin };
        try
        {
            var found = await ListAsync(find, 1, CoinGateDefaults.MaxPageSize, PaymentOperations.Create, CancellationToken.None).ConfigureAwait(false);

            // By CoinGate's own clock: ours may go wrong by minutes. An answer without a date leaves nothing to compare with.
            if (!found.IsLast || found.Date - (_time.GetUtcNow() - begun) - CoinGateDefaults.MomentMargin is not { } earliest)
                return null;

            // Two of one order cannot be told apart.
            return found.Payments.FindAll(made => made.ProviderStatus == CoinGateMapping.New && made.CreatedAt >= earliest) is [var only] ? only : null;
        }
        catch (PaymentException)
        {
            // What failed first says more than this.
            return null;
        }
    }

    private static bool IsLast(int count, int page, int size, long? pages) => count == 0 || (pages is { } all ? page >= all : count < size);

    private static bool IsMeant(Payment payment, FindPaymentsRequest request) =>
        (request.OrderId is null || string.Equals(payment.Reference.OrderId, request.OrderId, StringComparison.Ordinal))
        && payment.CreatedAt >= (request.CreatedFrom ?? payment.CreatedAt)
        && !(payment.CreatedAt >= request.CreatedTo)
        && payment.Amount == (request.Amount ?? payment.Amount);

    private static string? Time(DateTimeOffset? time) => time is { } at ? ProviderTime.Format(at, "yyyy-MM-dd'T'HH:mm:ss'Z'", TimeSpan.Zero) : null;

    private static string OrderPath(PaymentReference payment) => payment.PaymentId is { } id
        ? $"{CoinGateDefaults.OrdersPath}/{ProviderPath.Segment(id)}"
        : throw new PaymentRequestException(
            "CoinGate knows an order by its own id only: give a reference that has the PaymentId of the create call, or look for it with FindPaymentsAsync.", payment: payment);

    private static string RefundsPath(PaymentReference payment) => OrderPath(payment) + "/refunds";

    private static CoinGateOrder OrderOf(ProviderResponse response) =>
        response.Read(CoinGateJson.Default.CoinGateOrder) is { Id.Length: > 0 } order ? order : throw response.Unreadable("it has no order");

    private static CoinGateRefund RefundOf(ProviderResponse response) =>
        response.Read(CoinGateJson.Default.CoinGateRefund) is { Id.Length: > 0 } refund ? refund : throw response.Unreadable("it has no refund");

    private Task<ProviderResponse> GetAsync(
        string path, PaymentOperations operation, PaymentReference? payment, FormFields? query, CancellationToken cancellationToken) => _http.SendAsync(
        new ProviderRequest { Method = HttpMethod.Get, Path = path, Kind = ProviderCallKind.Read, Operation = operation, Payment = payment, Query = query },
        cancellationToken);

    private Task<ProviderResponse> WriteAsync(
        string path, PaymentOperations operation, PaymentReference payment, ProviderBody body, CancellationToken cancellationToken) => _http.SendAsync(
        new ProviderRequest { Method = HttpMethod.Post, Path = path, Kind = ProviderCallKind.Write, Operation = operation, Payment = payment, Body = body },
        cancellationToken);
}

/// <summary>A page of orders, as far as they are meant, and CoinGate's time of it.</summary>
internal readonly record struct CoinGateFound(List<Payment> Payments, bool IsLast, DateTimeOffset? Date);
