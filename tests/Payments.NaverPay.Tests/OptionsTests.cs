using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Payments.NaverPay.Tests;

public class OptionsTests
{
    private static readonly TestCaseData[] Mistakes =
    [
        new(new Action<NaverPayOptions>(o => o.ClientId = ""), "ClientId is missing"),
        new(new Action<NaverPayOptions>(o => o.ClientSecret = "HIDDEN\n"), "ClientSecret is missing or holds white space"),
        new(new Action<NaverPayOptions>(o => o.ChainId = ""), "ChainId is missing"),
        new(new Action<NaverPayOptions>(o => o.FinancialId = "HID DEN"), "FinancialId"),
        new(new Action<NaverPayOptions>(o => o.PartnerId = "a/b"), "PartnerId is one segment"),
        new(new Action<NaverPayOptions>(o => o.CategoryId = ""), "CategoryId"),
        new(new Action<NaverPayOptions>(o => o.Environment = (NaverPayEnvironment)9), "Environment must be"),
        new(new Action<NaverPayOptions>(o => o.PcPageAddress = new Uri("http://pay.example/")), "PcPageAddress must be https"),
        new(new Action<NaverPayOptions>(o => o.MobilePageAddress = new Uri("ftp://pay.example/")), "MobilePageAddress"),
        new(new Action<NaverPayOptions>(o => o.Timeout = TimeSpan.Zero), "Timeout"),
        new(new Action<NaverPayOptions>(o => o.Timeout = TimeSpan.FromSeconds(59)), "Timeout must be 60 seconds at least"),
        new(new Action<NaverPayOptions>(o => o.AttemptTimeout = TimeSpan.FromSeconds(59)), "AttemptTimeout must be 60 seconds at least"),
    ];

    [TestCaseSource(nameof(Mistakes))]
    public void A_mistake_is_said_with_its_cure(Action<NaverPayOptions> mistake, string expected)
    {
        using var naver = new NaverPayHost(mistake);
        var message = Assert.Throws<OptionsValidationException>(() => _ = naver.Provider)!.Message;
        Assert.That(message, Does.Contain(expected).And.Not.Contain("HIDDEN").And.Not.Contain("HID DEN"));
    }

    [Test]
    public void Options_come_from_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Environment"] = "Development", ["ClientId"] = "c", ["ClientSecret"] = "s", ["ChainId"] = "h", ["PartnerId"] = "shop-1", ["GuardRefunds"] = "false",
            ["BaseAddress"] = "https://apis.naver.com/",
        }).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPayments().AddNaverPay(configuration).AddNaverPay("naverpay-2", configuration).AddNaverPay("naverpay-2", o => o.ChainId = "h2");
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsMonitor<NaverPayOptions>>();
        Assert.Multiple(() =>
        {
            Assert.That((options.Get("naverpay").Environment, options.Get("naverpay").PartnerId, options.Get("naverpay").GuardRefunds), Is.EqualTo((NaverPayEnvironment.Development, "shop-1", false)));
            Assert.That(options.Get("naverpay-2").ChainId, Is.EqualTo("h2"));
            Assert.That(provider.GetRequiredService<IPaymentProviderFactory>().ProviderNames, Is.EqualTo(new[] { "naverpay", "naverpay-2" }));
        });
    }

    [Test]
    public async Task An_older_host_has_the_merchant_s_own_id_in_the_path()
    {
        using var naver = new NaverPayHost(options => (options.BaseAddress, options.PartnerId) = (new Uri("https://apis.naver.com"), "shop-1"));
        naver.Expect("POST https://apis.naver.com/shop-1/naverpay/payments/v2/reserve", Fixture.Answer("reserve"));
        Assert.That((await naver.Provider.CreatePaymentAsync(Requests.Page())).Reference.PaymentId, Is.EqualTo("R1"));
    }

    [Test]
    public async Task Production_has_hosts_of_its_own()
    {
        using var naver = new NaverPayHost(options => options.Environment = NaverPayEnvironment.Production);
        naver.Expect("POST https://pay.paygate.naver.com/naverpay-partner/naverpay/payments/v2/reserve", Fixture.Answer("reserve"));
        var action = (RedirectAction)(await naver.Provider.CreatePaymentAsync(Requests.Page())).NextAction!;
        Assert.That((action.Url.OriginalString, action.MobileUrl!.OriginalString), Is.EqualTo(("https://pay.naver.com/payments/R1", "https://m.pay.naver.com/payments/R1")));
    }

    [Test]
    public void Whoever_waits_for_an_apply_waits_a_minute_at_least() => Assert.That(new NaverPayOptions().Timeout, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(60)));

    [Test]
    public void Nothing_secret_is_printed()
    {
        var options = new NaverPayOptions { ClientSecret = "HIDDEN", FinancialId = "HIDDEN" };
        Assert.That(JsonSerializer.Serialize(options) + options, Does.Not.Contain("HIDDEN"));
    }

    [Test]
    public async Task What_naver_pay_has_not_is_refused_and_nothing_is_sent()
    {
        using var naver = new NaverPayHost();
        Func<Task>[] calls =
        [
            () => naver.Provider.CapturePaymentAsync(new CaptureRequest { Payment = Requests.Paid }),
            () => naver.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Paid }),
            () => naver.Provider.VerifyWebhookAsync(new WebhookRequest { Body = "{}"u8.ToArray(), Headers = new Dictionary<string, string>() }),
        ];
        foreach (var call in calls)
            await Assert.ThrowsAsync<PaymentOperationNotSupportedException>(() => call());
        Assert.That(naver.Calls, Is.Zero);
    }

    [Test]
    public void What_is_claimed_is_what_can_be_done()
    {
        using var naver = new NaverPayHost();
        var claims = naver.Provider.Capabilities;
        Assert.Multiple(() =>
        {
            Assert.That(claims.Operations, Is.EqualTo(
                PaymentOperations.Create | PaymentOperations.Confirm | PaymentOperations.Get | PaymentOperations.Find | PaymentOperations.Refund
                | PaymentOperations.PartialRefund | PaymentOperations.GetRefund));
            Assert.That((claims.Currencies.Known.Single(), claims.Currencies.IsExhaustive), Is.EqualTo((Currency.KRW, true)));
            Assert.That(claims.IdempotencyKeyLifetimes.Keys, Is.EquivalentTo(new[] { PaymentOperations.Create, PaymentOperations.Refund }), "An apply is read for before it is repeated.");
        });
    }
}
