using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Payments.Inicis.Tests;

/// <summary>What a host configures.</summary>
internal sealed class OptionsTests
{
    private static readonly string[] Secrets = ["SU5JTElURV9UUklQTEVERVNfS0VZU1RS", "3CB8183A4BE283555ACC8363C0360223", "ItEQKi3rY7uvDS8l", "HYb3yQ4f65QL89=="];

    private static IEnumerable<TestCaseData> Mistakes()
    {
        yield return Case("MerchantId", o => o.MerchantId = "");
        yield return Case("MerchantId", o => o.MerchantId = "INIpayTest1");
        yield return Case("MerchantId", o => o.MerchantId = "INIpay-Tes");
        yield return Case("SignKey", o => o.SignKey = "");
        yield return Case("SignKey", o => o.SignKey = "SU5J \n");
        yield return Case("HashKey", o => o.HashKey = "xyz");
        yield return Case("ApiKey", o => o.ApiKey = "short");
        yield return Case("ApiIv", o => o.ApiIv = "HYb3yQ4f65QL89");
        yield return Case("four different values", o => o.ApiIv = o.ApiKey);
        yield return Case("four different values", o => o.SignKey = o.HashKey!);
        yield return Case("ClientIp", o => o.ClientIp = "");
        yield return Case("ClientIp", o => o.ClientIp = "127.0.0.1");
        yield return Case("ClientIp", o => o.ClientIp = "::1");
        yield return Case("ClientIp", o => o.ClientIp = "203.0.113");
        yield return Case("NetCancelTimeout", o => o.NetCancelTimeout = TimeSpan.Zero);
        yield return Case("NotificationSources", o => o.NotificationSources.Add("inicis.com"));
        yield return Case("NotificationUrl", o => o.NotificationUrl = new Uri("/notices", UriKind.Relative));
        yield return Case("ApprovalAddresses:fc", o => o.ApprovalAddresses["fc"] = new Uri("http://fcstdpay.inicis.com"));
        yield return Case("MobileApprovalAddresses:ks", o => o.MobileApprovalAddresses["ks"] = new Uri("https://user:pass@ksmobile.inicis.com"));
        yield return Case("ScriptAddress", o => o.ScriptAddress = new Uri("ftp://stdpay.inicis.com/x.js"));
        yield return Case("MobilePageAddress", o => o.MobilePageAddress = new Uri("http://mobile.inicis.com/smart/payment/"));
        yield return Case("BaseAddress", o => o.BaseAddress = new Uri("http://iniapi.inicis.com"));
        yield return Case("Environment", o => o.Environment = (InicisEnvironment)7);
        yield return Case("PhoneBill", o => o.PhoneBill = (InicisPhoneBill)7);

        static TestCaseData Case(string said, Action<InicisOptions> mistake) => new TestCaseData(said, mistake).SetArgDisplayNames(said);
    }

    [TestCaseSource(nameof(Mistakes))]
    public void A_mistake_is_told_at_the_start_without_the_value(string said, Action<InicisOptions> mistake)
    {
        var thrown = Assert.Throws<OptionsValidationException>(() => Validate(mistake))!;
        Assert.That(thrown.Message, Does.Contain(said));
        foreach (var secret in Secrets)
            Assert.That(thrown.Message, Does.Not.Contain(secret));
    }

    [Test]
    public void Good_options_are_taken() => Assert.DoesNotThrow(() => Validate(_ => { }));

    [Test]
    public void A_shop_without_mobile_payments_needs_no_hash_key() => Assert.DoesNotThrow(() => Validate(o => o.HashKey = null));

    [Test]
    public void Options_bind_from_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Payments:Inicis:MerchantId"] = "INIpayTest", ["Payments:Inicis:SignKey"] = Secrets[0], ["Payments:Inicis:HashKey"] = Secrets[1],
            ["Payments:Inicis:ApiKey"] = Secrets[2], ["Payments:Inicis:ApiIv"] = Secrets[3], ["Payments:Inicis:ClientIp"] = "203.0.113.7",
            ["Payments:Inicis:Environment"] = "Test", ["Payments:Inicis:PhoneBill"] = "Content", ["Payments:Inicis:NotificationSources:0"] = "203.238.37.15",
            ["Payments:Inicis:ApprovalAddresses:fc"] = "https://proxy.example/fc", ["Payments:Inicis:MobileApprovalAddresses:ks"] = "https://proxy.example/ks",
            ["Payments:Inicis:NetCancelTimeout"] = "00:00:20",
        }).Build();
        var services = new ServiceCollection();
        services.AddPayments().AddInicis("inicis-2", configuration.GetSection("Payments:Inicis"));
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsMonitor<InicisOptions>>().Get("inicis-2");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((options.MerchantId, options.ApiIv, options.Environment, options.PhoneBill), Is.EqualTo(("INIpayTest", Secrets[3], InicisEnvironment.Test, InicisPhoneBill.Content)));
            Assert.That(options.ApprovalAddresses["fc"].OriginalString, Is.EqualTo("https://proxy.example/fc"));
            Assert.That(options.MobileApprovalAddresses["ks"].OriginalString, Is.EqualTo("https://proxy.example/ks"));
            Assert.That(options.NotificationSources, Is.EqualTo(new[] { "203.238.37.15" }));
            Assert.That(options.NetCancelTimeout, Is.EqualTo(TimeSpan.FromSeconds(20)));
            Assert.That(provider.GetRequiredService<IPaymentProviderFactory>().GetProvider("inicis-2").Name, Is.EqualTo("inicis-2"));
        }
    }

    [Test]
    public void Secrets_do_not_print()
    {
        var options = new InicisOptions();
        InicisHost.Configure(options);
        var printed = JsonSerializer.Serialize(options) + options;
        foreach (var secret in Secrets)
            Assert.That(printed, Does.Not.Contain(secret));
    }

    [TestCase(InicisEnvironment.Live, "https://iniapi.inicis.com/v2/pg/inquiry")]
    [TestCase(InicisEnvironment.Test, "https://stginiapi.inicis.com/v2/pg/inquiry")]
    public async Task The_environment_chooses_the_hosts(InicisEnvironment environment, string address)
    {
        using var host = new InicisHost(options => options.Environment = environment).On("POST " + address, Fixture.Answer("transaction-card"));
        Assert.That((await host.Provider.GetPaymentAsync(Requests.Paid)).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [TestCase("stg", "https://stgstdpay.inicis.com/api/payAuth", InicisEnvironment.Test)]
    [TestCase("fc", "https://fcstdpay.inicis.com/api/payAuth", InicisEnvironment.Live)]
    [TestCase("ks", "https://ksstdpay.inicis.com/api/payAuth", InicisEnvironment.Live)]
    public async Task A_data_centre_has_its_host(string centre, string address, InicisEnvironment environment)
    {
        using var host = new InicisHost(options => options.Environment = environment).On("POST " + address, Fixture.Answer("approval-card"));
        var back = Requests.Return(("idc_name", centre), ("authUrl", address), ("netCancelUrl", address.Replace("payAuth", "netCancel")));
        Assert.That((await host.Provider.ConfirmPaymentAsync(Requests.Confirmation(back))).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    private static void Validate(Action<InicisOptions> change)
    {
        var services = new ServiceCollection();
        services.AddPayments().AddInicis(options =>
        {
            InicisHost.Configure(options);
            change(options);
        });
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
    }
}
