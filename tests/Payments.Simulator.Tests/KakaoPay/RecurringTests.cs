using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests.KakaoPay;

internal sealed class RecurringTests : KakaoPayFixture
{
    protected override string Cid => "TCSUBSCRIP";

    private Task<(int Status, JsonObject Json)> ChargeAsync(string sid = "S1", string user = "user-17", Action<JsonObject>? change = null) => PostAsync("subscription", Body(change, new JsonObject
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
    public async Task A_charge_echoes_its_payload()
    {
        Simulator.AddRecurringKey("S1", "user-17");
        var (_, json) = await ChargeAsync(change: body => body["payload"] = "P-1");
        Assert.That((string?)json["payload"], Is.EqualTo("P-1"));
        Assert.That((string?)(await ReadAsync((string)json["tid"]!))["payment_action_details"]![0]!["payload"], Is.EqualTo("P-1"));
    }

    [Test]
    public async Task A_key_is_issued_without_a_charge()
    {
        var (tid, token) = await AgreeAsync(change: body => body["total_amount"] = 0);
        var (status, approval) = await ApproveAsync(tid, token);
        Assert.That((status, (int)approval["amount"]!["total"]!), Is.EqualTo((200, 0)));
        var read = await ReadAsync(tid);
        Assert.That(((string?)read["status"], (int)read["amount"]!["total"]!), Is.EqualTo(("ISSUED_SID", 0)));
        Assert.That((string?)read["payment_action_details"]![0]!["payment_action_type"], Is.EqualTo("ISSUED_SID"));
        Assert.That(Simulator.TotalsOf(tid), Is.EqualTo(SimulatedTotals.None));
        Assert.That(Code(await ApproveAsync(tid, token)), Is.EqualTo(-702));
        Assert.That(Code(await CancelAsync(tid, 1)), Is.EqualTo(-784));
        Assert.That((await ChargeAsync((string)approval["sid"]!)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task The_shop_ends_a_key_and_asks_for_its_state()
    {
        Simulator.AddRecurringKey("S1", "user-17");
        await ChargeAsync();
        var active = (await ManageAsync("status")).Json;
        Assert.That(((bool)active["available"]!, (string?)active["status"], (string?)active["last_approved_at"]), Is.EqualTo((true, "ACTIVE", "2026-11-02T18:00:00")));
        Assert.That((string?)(await ManageAsync("inactive")).Json["status"], Is.EqualTo("INACTIVE"));
        var ended = (await ManageAsync("status")).Json;
        Assert.That(((bool)ended["available"]!, (string?)ended["status"], (string?)ended["inactivated_at"]), Is.EqualTo((false, "INACTIVE", "2026-11-02T18:00:00")));
        Assert.That(Code(await ChargeAsync()), Is.EqualTo(-751));
        Assert.That(Code(await ManageAsync("status", "S2")), Is.EqualTo(-750));
    }

    private Task<(int Status, JsonObject Json)> ManageAsync(string call, string sid = "S1") =>
        PostAsync("manage/subscription/" + call, Body(null, new JsonObject { ["sid"] = sid }));

    [Test]
    public async Task A_key_can_be_declined()
    {
        Simulator.AddRecurringKey("S1", "user-17", "LACK_BALANCE");
        var (_, json) = await ChargeAsync();
        Assert.That(((int)json["error_code"]!, (string?)json["extras"]!["method_result_code"]), Is.EqualTo((-782, "LACK_BALANCE")));
    }
}
