using System.Text.Json;
using System.Text.Json.Nodes;
using Payments.Http;

namespace Payments.Stripe.Tests.Conformance;

public sealed class SketchOptions : ProviderHttpOptions;

/// <summary>The provider of <see cref="SketchSimulator"/>.</summary>
internal sealed class SketchProvider(HttpProviderRegistration<SketchOptions> registration) : PaymentProvider(registration.Name)
{
    private readonly ProviderHttpClient _http = registration.CreateClient(new Protocol());

    public override PaymentProviderCapabilities Capabilities { get; } = new()
    {
        Operations = PaymentOperations.Create | PaymentOperations.Confirm | PaymentOperations.Get | PaymentOperations.Refund
            | PaymentOperations.PartialRefund | PaymentOperations.GetRefund | PaymentOperations.Webhooks,
        Currencies = SupportedCurrencies.Of(isExhaustive: true, "KRW"),
        PaymentMethods = new HashSet<PaymentMethod> { PaymentMethod.DigitalWallet },
    };

    public override async Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default)
    {
        var body = new JsonObject
        {
            ["order"] = request.OrderId, ["amount"] = Units(request.Amount), ["currency"] = request.Amount.Currency.Code,
            ["return"] = request.ReturnUrl?.OriginalString, ["cancel"] = request.CancelUrl?.OriginalString,
        };
        return Read(await SendAsync(PaymentOperations.Create, "/ready", body, new PaymentReference(Name, null, request.OrderId), cancellationToken));
    }

    public override async Task<Payment> ConfirmPaymentAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken = default)
    {
        if (request.ReturnParameters.GetValueOrDefault("token") is not { } token)
            throw new PaymentRequestException("The payer brought no token back.", payment: request.Payment);
        var body = new JsonObject { ["tid"] = request.Payment.PaymentId, ["token"] = token, ["amount"] = Units(request.Amount!.Value) };
        var response = await SendAsync(PaymentOperations.Confirm, "/approve", body, request.Payment, cancellationToken);
        return response.Error is { ProviderCode: "already_paid" } ? await GetPaymentAsync(request.Payment, cancellationToken) : Read(response);
    }

    public override async Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default) =>
        Read(await GetAsync(payment, cancellationToken));

    public override async Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default)
    {
        var body = new JsonObject { ["amount"] = request.Amount is { } amount ? Units(amount) : null, ["reference"] = request.Reference };
        var path = $"/orders/{ProviderPath.Segment(request.Payment.PaymentId)}/refunds";
        var read = Read(await SendAsync(PaymentOperations.Refund, path, body, request.Payment, cancellationToken));
        return read.Facts.OfType<RefundFact>().Last(fact => fact.Refund.Reference == request.Reference).Refund;
    }

    public override async Task<Refund> GetRefundAsync(RefundReference refund, CancellationToken cancellationToken = default)
    {
        var read = await GetPaymentAsync(refund.Payment, cancellationToken);
        return read.Facts.OfType<RefundFact>().Select(fact => fact.Refund)
            .First(found => refund.RefundId is null ? found.Reference == refund.Reference : found.RefundId == refund.RefundId);
    }

    public override Task<VerifiedWebhook> VerifyWebhookAsync(WebhookRequest request, CancellationToken cancellationToken = default)
    {
        try
        {
            return JsonNode.Parse(request.Body.Span, documentOptions: new JsonDocumentOptions { MaxDepth = 16 }) is JsonObject hint && hint["tid"] is JsonValue id && id.TryGetValue(out string? tid) && tid.Length > 0
                ? Task.FromResult(new VerifiedWebhook { Provider = Name, Trust = WebhookTrust.Hint, Body = request.Body, References = [PaymentReference.From(Name, tid)] })
                : throw new WebhookVerificationException("It names no order.", PaymentErrorCode.MalformedMessage);
        }
        catch (JsonException)
        {
            throw new WebhookVerificationException("It cannot be read.", PaymentErrorCode.MalformedMessage);
        }
    }

    public override async Task<IReadOnlyList<PaymentEvent>> ResolveWebhookAsync(VerifiedWebhook webhook, CancellationToken cancellationToken = default)
    {
        if ((string?)JsonNode.Parse(webhook.Body.Span)!["event"] is not { } type || !type.StartsWith("order.", StringComparison.Ordinal))
            return [];
        var payment = await GetPaymentAsync(webhook.References[0], cancellationToken);
        var head = new PaymentEvent { EventId = $"{payment.Reference.PaymentId}:{type}", Provider = Name, Type = PaymentEventType.PaymentUpdated, ProviderEventType = type, Reference = payment.Reference, Payment = payment };
        return [head, .. payment.Facts.OfType<RefundFact>().Select(fact => head with { EventId = $"{fact.Refund.RefundId}:{fact.Refund.ProviderStatus}", Type = PaymentEventType.RefundUpdated, Payment = null, Refund = fact.Refund })];
    }

    private Task<ProviderResponse> GetAsync(PaymentReference payment, CancellationToken cancellationToken) => _http.SendAsync(
        new ProviderRequest { Method = HttpMethod.Get, Path = "/orders/" + ProviderPath.Segment(payment.PaymentId), Kind = ProviderCallKind.Read, Operation = PaymentOperations.Get, Payment = payment },
        cancellationToken);

    private Task<ProviderResponse> SendAsync(PaymentOperations operation, string path, JsonObject body, PaymentReference payment, CancellationToken cancellationToken) => _http.SendAsync(
        new ProviderRequest { Method = HttpMethod.Post, Path = path, Kind = ProviderCallKind.Write, Operation = operation, Payment = payment, Body = ProviderBody.Text(body.ToJsonString(), "application/json") },
        cancellationToken);

    private Payment Read(ProviderResponse response)
    {
        response.ThrowIfFailed();
        JsonNode body;
        try
        {
            body = JsonNode.Parse(response.ReadText())!;
        }
        catch (JsonException)
        {
            throw response.Unreadable("it is not JSON");
        }

        var (status, currency) = ((string)body["status"]!, Currency.FromCode((string)body["currency"]!));
        var (amount, tid) = (new Money((decimal)body["amount"]!, currency), (string)body["tid"]!);
        var reference = new PaymentReference(Name, tid, (string)body["order"]!);
        var refunds = body["refunds"]!.AsArray().Select(refund => Refund(refund!, reference, currency, response.Date)).ToList();
        var back = refunds.Where(refund => refund.Status is not RefundStatus.Failed).Aggregate(Money.Zero(currency), (sum, refund) => sum + refund.Amount);
        return new Payment
        {
            Reference = reference,
            Status = status switch
            {
                "ready" => PaymentStatus.RequiresAction,
                "agreed" => PaymentStatus.RequiresConfirmation,
                "declined" => PaymentStatus.Failed,
                "paid" => back == amount ? PaymentStatus.Refunded : back.IsPositive ? PaymentStatus.PartiallyRefunded : PaymentStatus.Completed,
                _ => PaymentStatus.Unknown,
            },
            ProviderStatus = status,
            Amount = amount,
            CapturedAmount = status == "paid" ? amount : null,
            RefundedAmount = status == "paid" ? back : null,
            TransactionId = status == "paid" ? tid : null,
            Method = PaymentMethod.DigitalWallet,
            CreatedAt = (DateTimeOffset)body["created"]!,
            AsOf = response.Date,
            NextAction = status == "ready" ? new RedirectAction(new Uri((string)body["page"]!)) : null,
            Error = status == "declined" ? new PaymentError { Kind = PaymentErrorKind.Declined, Code = PaymentErrorCode.Declined } : null,
            Facts = [.. refunds.Select(refund => new RefundFact(refund) { AsOf = response.Date })],
        };
    }

    private Refund Refund(JsonNode refund, PaymentReference payment, Currency currency, DateTimeOffset? asOf) => new()
    {
        Provider = Name,
        RefundId = (string)refund["id"]!,
        Reference = (string)refund["reference"]!,
        Payment = payment,
        Status = (string)refund["status"]! switch { "pending" => RefundStatus.Pending, "done" => RefundStatus.Completed, "failed" => RefundStatus.Failed, _ => RefundStatus.Unknown },
        ProviderStatus = (string)refund["status"]!,
        Amount = new Money((decimal)refund["amount"]!, currency),
        CreatedAt = (DateTimeOffset)refund["at"]!,
        AsOf = asOf,
        Origin = RefundOrigin.Merchant,
    };

    private static long Units(Money money) => money.TryToMinorUnits(0, out var units) ? units : throw new PaymentRequestException("KRW has no decimals.", PaymentErrorCode.InvalidAmount);

    private sealed class Protocol : ProviderProtocol
    {
        public override Uri DefaultBaseAddress => new("https://sketch.example");

        public override ValueTask AuthorizeAsync(ProviderAttempt attempt, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public override PaymentError? ReadError(ProviderResponse response) => PaymentErrors.FromStatus(response) is not { } error ? null
            : error with { ProviderCode = response.StatusCode is System.Net.HttpStatusCode.Conflict or System.Net.HttpStatusCode.BadRequest ? (string?)JsonNode.Parse(response.ReadText())?["code"] : null };
    }
}
