using Microsoft.Extensions.DependencyInjection;
using Payments.Conformance;
using Payments.Simulator;

namespace Payments.Inicis.Tests.Conformance;

/// <summary>The contract's suite over the Inicis simulator.</summary>
public abstract class InicisConformance : PaymentProviderConformance<InicisSimulator>
{
    protected override IReadOnlyList<string> Secrets { get; } = [.. Keys(new InicisSimulatorOptions()), Account.AccountNumber, Account.HolderName];

    protected override Currency? Currency => Payments.Currency.KRW;

    /// <summary>Nothing tells of a refund.</summary>
    protected override bool RefundsAreTold => false;

    protected static RefundBankAccount Account { get; } = new() { BankCode = "88", AccountNumber = "11012345678901", HolderName = "Canary Wagtail" };

    protected override InicisSimulator CreateSimulator(TimeProvider clock) =>
        new(new InicisSimulatorOptions { TimeProvider = clock, WebhookHandler = new Shop() });

    protected override IPaymentsBuilder Register(IPaymentsBuilder payments, InicisSimulator simulator, IReadOnlyList<string> webhookSecrets) =>
        payments.AddInicis(options =>
        {
            var (address, merchant) = (simulator.BaseAddress, simulator.Merchant);
            options.BaseAddress = options.ScriptAddress = address;
            options.MobilePageAddress = new Uri(address, "smart/payment/");
            options.ApprovalAddresses["fc"] = options.MobileApprovalAddresses["fc"] = address;
            (options.MerchantId, options.SignKey, options.HashKey) = (merchant.MerchantId, merchant.SignKey, merchant.HashKey);
            (options.ApiKey, options.ApiIv, options.ClientIp) = (merchant.ApiKey, merchant.ApiIv, "203.0.113.7");
        });

    protected override bool IsWrite(SimulatedRequest request) => base.IsWrite(request) && request.Path != "/v2/pg/inquiry";

    private static string[] Keys(InicisSimulatorOptions options) => [options.SignKey, options.HashKey, options.ApiKey, options.ApiIv];

    // Where mobile notices are posted to: the suite takes them from the simulator instead.
    private sealed class Shop : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage());
    }
}

/// <summary>The payer pays by card in the PC window.</summary>
[TestFixture]
public sealed class InicisWindowConformance : InicisConformance
{
    protected override bool PaymentsAreTold => false;
}

/// <summary>The payer pays by card on the mobile page.</summary>
[TestFixture]
public sealed class InicisMobileConformance : InicisConformance
{
    protected override bool PaymentsAreTold => false;

    protected override PaymentRequest NewPayment(ConformanceDraft draft) => draft.OnAPhone();
}

/// <summary>The payer deposits to an account that the PC window has issued.</summary>
[TestFixture]
public sealed class InicisVirtualAccountConformance : InicisConformance
{
    protected override PaymentRequest NewPayment(ConformanceDraft draft) => draft.ToRequest(method: draft.IsWon() ? PaymentMethod.VirtualAccount : PaymentMethod.Unspecified);

    protected override RefundRequest NewRefund(PaymentReference payment, Money? amount, string idempotencyKey) =>
        new() { Payment = payment, Amount = amount, IdempotencyKey = idempotencyKey, BankAccount = Account };
}

/// <summary>The payer deposits to an account that the mobile page has issued.</summary>
[TestFixture]
public sealed class InicisMobileAccountConformance : InicisConformance
{
    protected override PaymentRequest NewPayment(ConformanceDraft draft) => draft.OnAPhone(PaymentMethod.VirtualAccount);

    protected override RefundRequest NewRefund(PaymentReference payment, Money? amount, string idempotencyKey) =>
        new() { Payment = payment, Amount = amount, IdempotencyKey = idempotencyKey, BankAccount = Account };
}

internal static class InicisDrafts
{
    /// <summary>Other currencies are for cards in the PC window.</summary>
    public static bool IsWon(this ConformanceDraft draft) => draft.Amount.Currency == Currency.KRW;

    public static PaymentRequest OnAPhone(this ConformanceDraft draft, PaymentMethod method = PaymentMethod.Unspecified) => new()
    {
        Amount = draft.Amount,
        OrderId = draft.OrderId,
        Description = "Conformance " + draft.OrderId,
        Method = draft.IsWon() ? method : PaymentMethod.Unspecified,
        Customer = draft.Customer,
        CaptureMode = draft.CaptureMode,
        Channel = draft.IsWon() ? PaymentChannel.MobileWeb : PaymentChannel.Web,
        ReturnUrl = draft.ReturnUrl,
        WebhookUrl = new Uri("https://shop.example/inicis"),
        IdempotencyKey = draft.IdempotencyKey,
    };
}
