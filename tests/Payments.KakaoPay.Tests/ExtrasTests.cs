using Microsoft.Extensions.DependencyInjection;
using Payments.Simulator;

namespace Payments.KakaoPay.Tests;

/// <summary>Extras belong to the intention: a repeat of a key with others is another one.</summary>
public class ExtrasTests
{
    private static readonly KakaoPayPaymentExtras[] Others =
    [
        new() { AvailableCards = ["HANA"] },
        new() { UseShareInstallment = false },
        new() { GreenDeposit = Requests.Won(300) },
        new() { ReturnCustomUrl = new Uri("shopapp://paid") },
    ];

    [TestCaseSource(nameof(Others))]
    public async Task Other_extras_under_the_same_key_are_refused(KakaoPayPaymentExtras others)
    {
        await using var simulator = new KakaoPaySimulator();
        await simulator.StartAsync();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPayments().AddKakaoPay(options => (options.BaseAddress, options.SecretKey, options.Cid) = (simulator.BaseAddress, simulator.SecretKey, simulator.Cid));
        await using var host = services.BuildServiceProvider();
        var provider = host.GetRequiredKeyedService<IPaymentProvider>("kakaopay");

        var first = await provider.CreatePaymentAsync(Request(new KakaoPayPaymentExtras()));
        Assert.That((await provider.CreatePaymentAsync(Request(new KakaoPayPaymentExtras()))).Reference, Is.EqualTo(first.Reference));
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => provider.CreatePaymentAsync(Request(others))))!;
        Assert.That(thrown.Error.Code, Is.EqualTo(PaymentErrorCode.IdempotencyKeyReused));
    }

    private static PaymentRequest Request(ProviderExtras extras) => new()
    {
        Amount = Requests.Won(1000), OrderId = "A-1001", ReturnUrl = new Uri("https://shop.example/r"), IdempotencyKey = "key-1", Extras = [extras],
    };
}
