using Microsoft.Extensions.DependencyInjection;

namespace Payments.Inicis.Tests;

/// <summary>The bare provider over a mocked wire, with the keys of Inicis' public test merchant.</summary>
internal sealed class InicisHost(Action<InicisOptions>? configure = null) : ProviderHost<InicisOptions>("inicis", "https://iniapi.inicis.com", payments =>
    payments.AddInicis(options =>
    {
        Configure(options);
        configure?.Invoke(options);
    }))
{
    public const string Approval = "POST https://fcstdpay.inicis.com/api/payAuth";
    public const string NetCancel = "POST https://fcstdpay.inicis.com/api/netCancel";
    public const string MobileApproval = "POST https://ksmobile.inicis.com/smart/payReq.ini";
    public const string MobileNetCancel = "POST https://ksmobile.inicis.com/smart/payNetCancel.ini";
    public const string Inquiry = "POST /v2/pg/inquiry";
    public const string FullRefund = "POST /v2/pg/refund";
    public const string PartialRefund = "POST /v2/pg/partialRefund";
    public const string FormRefund = "POST /api/v1/refund";

    public static void Configure(InicisOptions options)
    {
        options.MerchantId = "INIpayTest";
        options.SignKey = "SU5JTElURV9UUklQTEVERVNfS0VZU1RS";
        options.HashKey = "3CB8183A4BE283555ACC8363C0360223";
        options.ApiKey = "ItEQKi3rY7uvDS8l";
        options.ApiIv = "HYb3yQ4f65QL89==";
        options.ClientIp = "203.0.113.7";
    }

    /// <summary>The next call and its answer.</summary>
    public InicisHost On(string call, string answer, int status = 200)
    {
        Expect(call, answer, status, answer.StartsWith('{') ? "application/json" : "text/html");
        return this;
    }
}
