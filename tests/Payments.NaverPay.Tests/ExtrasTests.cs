using Microsoft.Extensions.DependencyInjection;
using Payments.Simulator;

namespace Payments.NaverPay.Tests;

/// <summary>Extras belong to the intention: a repeat of a key with others is another one.</summary>
public class ExtrasTests
{
    private static readonly NaverPaySubMerchant Shop = new() { Name = "a", Id = "1", BusinessNumber = "2" };

    private static readonly NaverPayPaymentExtras[] Others =
    [
        new() { UseOn = new DateOnly(2026, 12, 24) },
        new() { DeliveryFee = Requests.Won(300) },
        new() { EnvironmentDeposit = Requests.Won(300) },
        new() { ExtraDeduction = false },
        new() { PurchaserName = "a" },
        new() { PurchaserBirthday = "20000101" },
        new() { MerchantExtraParameter = "a" },
        new() { SubMerchant = Shop },
    ];

    [TestCaseSource(nameof(Others))]
    public async Task Other_extras_under_the_same_key_are_refused(NaverPayPaymentExtras others)
    {
        await using var simulator = new NaverPaySimulator();
        await simulator.StartAsync();
        await using var host = Host(simulator);
        var provider = host.GetRequiredKeyedService<IPaymentProvider>("naverpay");

        var first = await provider.CreatePaymentAsync(Request(new NaverPayPaymentExtras()));
        Assert.That((await provider.CreatePaymentAsync(Request(new NaverPayPaymentExtras()))).Reference, Is.EqualTo(first.Reference));
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => provider.CreatePaymentAsync(Request(others))))!;
        Assert.That(thrown.Error.Code, Is.EqualTo(PaymentErrorCode.IdempotencyKeyReused));
        Assert.That(simulator.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Another_requester_of_a_refund_is_another_refund()
    {
        await using var simulator = new NaverPaySimulator();
        await simulator.StartAsync();
        await using var host = Host(simulator);
        var provider = host.GetRequiredKeyedService<IPaymentProvider>("naverpay");
        var created = await provider.CreatePaymentAsync(Request());
        var back = await simulator.PayAsync(created.Reference.PaymentId!);
        var query = System.Web.HttpUtility.ParseQueryString(back.Url!.Query);
        var paid = await provider.ConfirmPaymentAsync(new ConfirmPaymentRequest
        {
            Payment = created, ReturnParameters = query.AllKeys.ToDictionary(name => name!, name => query[name]!),
        });

        RefundRequest Refund(NaverPayRequester requester) => new()
        {
            Payment = paid, Amount = Requests.Won(100), IdempotencyKey = "refund-1", Extras = [new NaverPayRefundExtras { Requester = requester }],
        };
        await provider.RefundPaymentAsync(Refund(NaverPayRequester.Merchant));
        Assert.That(async () => await provider.RefundPaymentAsync(Refund(NaverPayRequester.Buyer)), Throws.TypeOf<PaymentConflictException>());
        Assert.That(simulator.TotalsOf("A-1001").Refunded, Is.EqualTo(100));
    }

    private static ServiceProvider Host(NaverPaySimulator simulator)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPayments().AddNaverPay(options =>
        {
            options.BaseAddress = simulator.BaseAddress;
            (options.ClientId, options.ClientSecret, options.ChainId) = (simulator.ClientId, simulator.ClientSecret, simulator.ChainId);
        });
        return services.BuildServiceProvider();
    }

    private static PaymentRequest Request(params ProviderExtras[] extras) => new()
    {
        Amount = Requests.Won(1000), OrderId = "A-1001", ReturnUrl = new Uri("https://shop.example/r"), IdempotencyKey = "key-1", Extras = extras,
    };
}
