namespace Payments.Square.Tests.Flows;

/// <summary>Square tells of all that a seller takes: what is not of a payment here changes none of them.</summary>
public class ForeignPaymentTests
{
    private static string Till(Action<System.Text.Json.Nodes.JsonNode> change) => Fixture.Event("payment.updated", node =>
    {
        var payment = node["data"]!["object"]!["payment"]!;
        (payment["id"], payment["reference_id"], payment["location_id"]) = ("pX", null, "L0SIMULATOR");
        (payment["amount_money"]!["amount"], payment["total_money"]!["amount"]) = (9900, 9900);
        change(payment);
    });

    [TestCase(null, "A-1001")]
    [TestCase("A-1001", null)]
    public async Task A_payment_at_the_till_is_not_a_known_one_for_its_note_or_its_reference(string? reference, string? note)
    {
        await using var shop = await Shop.OpenAsync();
        var held = await shop.CreateAsync(Requests.Token(capture: CaptureMode.Manual));
        await shop.HearAsync();

        var events = await shop.HearAsync(Till(payment => (payment["reference_id"], payment["note"]) = (reference, note)));

        var ours = (await shop.RememberedAsync(held.Reference.PaymentId!))!;
        Assert.That((ours.Status, ours.CapturedAmount), Is.EqualTo((PaymentStatus.Authorized, (Money?)new Money(0m, "USD"))));
        Assert.That(events.Select(each => each.Reference!.PaymentId), Is.EqualTo(reference is null ? [] : new[] { "pX" }), "a reference is a shop's, a note is anybody's");
        Assert.That((await shop.RememberedAsync("pX"))?.Reference.PaymentId, Is.EqualTo(reference is null ? null : "pX"));
    }

    [Test]
    public async Task A_checkout_of_another_application_is_not_a_known_payment_for_its_reference()
    {
        await using var shop = await Shop.OpenAsync();
        var held = await shop.CreateAsync(Requests.Token(capture: CaptureMode.Manual));
        var events = await shop.HearAsync(Fixture.Event("terminal.checkout.updated", node =>
        {
            var checkout = node["data"]!["object"]!["checkout"]!;
            (checkout["status"], checkout["payment_ids"]) = ("CANCELED", null);
        }));
        Assert.That(events.Single().Reference!.PaymentId, Is.EqualTo("checkout:c1"));
        Assert.That((await shop.RememberedAsync(held.Reference.PaymentId!))!.Status, Is.EqualTo(PaymentStatus.Authorized));
    }

    [Test]
    public async Task A_payment_at_the_till_is_not_a_known_Terminal_s_for_its_note()
    {
        await using var shop = await Shop.OpenAsync(options => options.DeviceId = "terminal-1");
        var asked = await shop.CreateAsync(Requests.AtCounter());
        Assert.That(await shop.HearAsync(Till(payment => payment["note"] = "A-1001")), Is.Empty);
        Assert.That((await shop.RememberedAsync(asked.Reference.PaymentId!))!.Status, Is.EqualTo(PaymentStatus.RequiresAction));
    }
}
