using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Payments.KakaoPay.Tests;

public class OptionsTests
{
    private static readonly TestCaseData[] Mistakes =
    [
        new(new Action<KakaoPayOptions>(o => o.SecretKey = ""), "SecretKey is missing"),
        new(new Action<KakaoPayOptions>(o => o.SecretKey = "DEV0HIDDEN\n"), "white space"),
        new(new Action<KakaoPayOptions>(o => o.SecretKey = "SECRET_KEY DEV0HIDDEN"), "the key alone"),
        new(new Action<KakaoPayOptions>(o => o.SecretKey = "KakaoAK DEV0HIDDEN"), "the key alone"),
        new(new Action<KakaoPayOptions>(o => o.Cid = ""), "Cid must be the merchant code"),
        new(new Action<KakaoPayOptions>(o => o.Cid = "TC0ONETIM!"), "10 letters and digits"),
        new(new Action<KakaoPayOptions>(o => o.SecretKey = "PRD0HIDDEN"), "Cid is a test code"),
        new(new Action<KakaoPayOptions>(o => o.CidSecret = "HIDDEN"), "CidSecret must be 24"),
        new(new Action<KakaoPayOptions>(o => o.Timeout = TimeSpan.Zero), "Timeout"),
        new(new Action<KakaoPayOptions>(o => o.BaseAddress = new Uri("http://kakao.example/")), "https"),
    ];

    [TestCaseSource(nameof(Mistakes))]
    public void A_mistake_is_said_with_its_cure(Action<KakaoPayOptions> mistake, string expected)
    {
        using var kakao = new KakaoPayHost(mistake);
        var message = Assert.Throws<OptionsValidationException>(() => _ = kakao.Provider)!.Message;
        Assert.That(message, Does.Contain(expected).And.Not.Contain("HIDDEN"));
    }

    [Test]
    public void Options_come_from_configuration_one_registration_for_each_merchant_code()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SecretKey"] = "PRD0KEY", ["Cid"] = "CL12345678", ["CidSecret"] = "abcdefghijkl012345678901", ["Timeout"] = "00:00:45", ["BaseAddress"] = "https://proxy.example/",
        }).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPayments().AddKakaoPay(configuration).AddKakaoPay("kakaopay-monthly", configuration).AddKakaoPay("kakaopay-monthly", o => o.Cid = "CL87654321");
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsMonitor<KakaoPayOptions>>();
        Assert.Multiple(() =>
        {
            Assert.That((options.Get("kakaopay").SecretKey, options.Get("kakaopay").Cid, options.Get("kakaopay").Timeout), Is.EqualTo(("PRD0KEY", "CL12345678", TimeSpan.FromSeconds(45))));
            Assert.That((options.Get("kakaopay-monthly").Cid, options.Get("kakaopay-monthly").CidSecret), Is.EqualTo(("CL87654321", "abcdefghijkl012345678901")));
            Assert.That(provider.GetRequiredService<IPaymentProviderFactory>().ProviderNames, Is.EqualTo(new[] { "kakaopay", "kakaopay-monthly" }));
        });
    }

    [Test]
    public void An_approval_has_time_for_a_slow_bank() => Assert.That(new KakaoPayOptions().Timeout, Is.EqualTo(TimeSpan.FromSeconds(60)));

    [Test]
    public void Nothing_secret_is_printed()
    {
        var options = new KakaoPayOptions { SecretKey = "DEV0HIDDEN", CidSecret = "HIDDEN" };
        Assert.That(JsonSerializer.Serialize(options) + options, Does.Not.Contain("HIDDEN"));
    }

    [Test]
    public async Task What_kakao_pay_has_not_is_refused_and_nothing_is_sent()
    {
        using var kakao = new KakaoPayHost();
        Func<Task>[] calls =
        [
            () => kakao.Provider.FindPaymentsAsync(new FindPaymentsRequest { OrderId = "A-1001" }),
            () => kakao.Provider.CapturePaymentAsync(new CaptureRequest { Payment = Requests.Bare }),
            () => kakao.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Bare }),
            () => kakao.Provider.VerifyWebhookAsync(new WebhookRequest { Body = "{}"u8.ToArray(), Headers = new Dictionary<string, string>() }),
        ];
        foreach (var call in calls)
            await Assert.ThrowsAsync<PaymentOperationNotSupportedException>(() => call());
        Assert.That(kakao.Calls, Is.Zero);
    }
}
