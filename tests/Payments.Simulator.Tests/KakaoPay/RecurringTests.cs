using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests.KakaoPay;

internal sealed class RecurringTests : KakaoPayFixture
{
    private Task<(int Status, JsonObject Json)> ChargeAsync(string sid = "S1", string user = "user-17") => PostAsync("subscription", Body(null, new JsonObject
    {
        ["sid"] = sid, ["partner_order_id"] = "A-2", ["partner_user_id"] = user, ["item_name"] = "Tea", ["quantity"] = 1, ["total_amount"] = 5000, ["tax_free_amount"] = 0,
    }));

    [Test]
    public async Task A_key_is_charged_until_the_payer_ends_it()
    {
        Simulator.AddRecurringKey("S1", "user-17");
        Assert.That((string?)(await ChargeAsync()).Json["tid"], Does.StartWith("T"));
        Assert.That(Code(await ChargeAsync(user: "user-18")), Is.EqualTo(-753));
        Assert.That(Code(await ChargeAsync(sid: "S2")), Is.EqualTo(-750));
        Simulator.EndRecurringKey("S1");
        Assert.That(Code(await ChargeAsync()), Is.EqualTo(-751));
        Assert.That(Simulator.TotalsOf("A-2"), Is.EqualTo(new SimulatedTotals(1, 5000, 5000, 0)));
    }

    [Test]
    public async Task A_key_can_be_declined()
    {
        Simulator.AddRecurringKey("S1", "user-17", "LACK_BALANCE");
        var (_, json) = await ChargeAsync();
        Assert.That(((int)json["error_code"]!, (string?)json["extras"]!["method_result_code"]), Is.EqualTo((-782, "LACK_BALANCE")));
    }
}
