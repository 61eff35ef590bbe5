using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.NaverPay.Tests;

/// <summary>The bare provider over a mocked wire.</summary>
internal sealed class NaverPayHost(Action<NaverPayOptions>? configure = null) : ProviderHost<NaverPayOptions>("naverpay", "https://dev-pay.paygate.naver.com", payments =>
    payments.AddNaverPay(options =>
    {
        options.Environment = NaverPayEnvironment.Development;
        options.ClientId = "client-1";
        options.ClientSecret = "client-secret-1";
        options.ChainId = "chain-1";
        configure?.Invoke(options);
    }))
{
    private const string Root = "POST /naverpay-partner/naverpay/payments/";

    /// <summary>The next call and its answer.</summary>
    public NaverPayHost On(string call, string answer, int status = 200)
    {
        Expect(Root + call, answer, status);
        return this;
    }

    /// <summary>The next call, which is refused.</summary>
    public NaverPayHost Refuse(string call, string code, int status = 200) => On(call, $$"""{"code":"{{code}}","message":"네이버페이의 말","body":null,"x":1}""", status);

    /// <summary>The next read of the payment's history.</summary>
    public NaverPayHost OnHistory(params ReadOnlySpan<string> movements) => On("v2.2/list/history/" + Requests.PaymentId, Movements.Page(movements));

    /// <summary>The next search of the history by time.</summary>
    public NaverPayHost OnSearch(params ReadOnlySpan<string> movements) => On("v2.2/list/history", Movements.Page(movements));
}

/// <summary>Lines of the history.</summary>
internal static class Movements
{
    public static string Approval(Action<JsonNode>? change = null) => Fixture.Answer("movement-approval", change);

    public static string Refund(long amount, string reference = "R-0", string id = "H2", Action<JsonNode>? change = null) => Fixture.Answer("movement-refund", movement =>
    {
        movement["totalPayAmount"] = amount;
        movement["taxScopeAmount"] = amount;
        movement["merchantPayTransactionKey"] = reference;
        movement["payHistId"] = id;
        change?.Invoke(movement);
    });

    public static string Page(ReadOnlySpan<string> movements, int page = 1, int pages = 1) =>
        $$$"""{"code":"Success","message":"","body":{"responseCount":{{{movements.Length}}},"totalCount":{{{movements.Length}}},"totalPageCount":{{{pages}}},"currentPageNumber":{{{page}}},"list":[{{{string.Join(',', movements.ToArray())}}}]},"dazRE":"mDgrJ"}""";
}
