namespace Payments.Stripe.Tests;

/// <summary>The intent of a hosted page, and the page that is found by it.</summary>
internal static class Pages
{
    public static string Intent(string status) => Fixture.Answer("intent-succeeded", intent =>
    {
        intent["status"] = status;
        intent["metadata"]!["payment_flow"] = "hosted_page";
    });

    public static string Found(string intent, string session) => $$"""{"object":"list","has_more":false,"data":[{{Fixture.Answer("session-complete", page =>
    {
        page["status"] = session;
        page["payment_status"] = "unpaid";
        page["url"] = session == "open" ? "https://checkout.stripe.com/c/pay/cs_test_1" : null;
        page["payment_intent"]!["status"] = intent;
        page["payment_intent"]!["metadata"]!["payment_flow"] = "hosted_page";
    })}}]}""";
}
