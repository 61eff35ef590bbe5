using System.Net;

namespace Payments.Security.Tests.Signatures;

public sealed class WebhookSourcesTests
{
    private static readonly WebhookSources Sources = new(["3.36.173.151", "115.92.221.120/29", "2001:db8::/32", "::ffff:13.124.18.147"]);

    [TestCase("3.36.173.151", ExpectedResult = true)]
    [TestCase("::ffff:3.36.173.151", ExpectedResult = true)]
    [TestCase("13.124.18.147", ExpectedResult = true)]
    [TestCase("115.92.221.127", ExpectedResult = true)]
    [TestCase("::ffff:115.92.221.121", ExpectedResult = true)]
    [TestCase("2001:db8:1::1", ExpectedResult = true)]
    [TestCase("115.92.221.128", ExpectedResult = false)]
    [TestCase("3.36.173.152", ExpectedResult = false)]
    [TestCase("2001:db9::1", ExpectedResult = false)]
    [TestCase("127.0.0.1", ExpectedResult = false)]
    public bool Allows(string address) => Sources.Allows(IPAddress.Parse(address));

    [Test]
    public void An_unknown_sender_may_not_send_unless_all_may()
    {
        var open = new WebhookSources([]);
        Assert.Multiple(() =>
        {
            Assert.That(Sources.Allows(null), Is.False);
            Assert.That(open.IsOpen, Is.True);
            Assert.That(open.Allows(null), Is.True);
        });
    }

    [TestCase("")]
    [TestCase("example.org")]
    [TestCase("10.0.0.0/33")]
    public void What_is_no_network_is_refused(string text) => Assert.That(() => new WebhookSources([text]), Throws.TypeOf<FormatException>().With.Message.Contains(text));
}
