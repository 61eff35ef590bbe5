using System.Text;

namespace Payments.Security.Tests.Signatures;

internal sealed class TimestampedSignatureTests
{
    private const long Sent = 1492774577;
    private const string Secret = "whsec_test_secret";
    private const string Body = """{"id":"evt_1","object":"event"}""";

    // Computed with another HMAC implementation over "1492774577." + Body.
    private const string Mac = "654b43d3508ecadb3f8cefc4bc7d3d2bdc5ba9e03bf2c89b2d0657a8e24e4543";
    private const string Header = "t=1492774577,v1=" + Mac;

    private static readonly WebhookSecrets Secrets = new(Secret);
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(Sent);
    private static readonly TimestampedSignature Scheme = new();

    [Test]
    public void Known_answer([Values("", "tr-TR", "ar-SA", "fa-IR")] string culture)
    {
        System.Globalization.CultureInfo.CurrentCulture = new(culture);

        Assert.That(Scheme.Sign(Secret, Encoding.UTF8.GetBytes(Body), Now), Is.EqualTo(Header));
        Assert.That(Check(Header), Is.EqualTo(SignatureCheck.Valid));
    }

    [TestCase("v1=" + Mac + ",t=1492774577")]
    [TestCase("v0=00,t=1492774577,v1=00,v1=" + Mac)]
    [TestCase(" t = 1492774577 , v1 = " + Mac + " ")]
    [TestCase("t=1492774577,h=a=b,v1=" + Mac)]
    public void Order_unknown_names_and_several_signatures_do_not_matter(string header) =>
        Assert.That(Check(header), Is.EqualTo(SignatureCheck.Valid));

    [Test]
    public void Hexadecimal_is_read_in_any_case() =>
        Assert.That(Check("t=1492774577,v1=" + Mac.ToUpperInvariant()), Is.EqualTo(SignatureCheck.Valid));

    [TestCase("")]
    [TestCase("t=1492774577")]
    [TestCase("t=1492774577,v0=" + Mac)]
    [TestCase("v1=" + Mac)]
    [TestCase("t=,v1=" + Mac)]
    [TestCase("t=1492774577,t=1492774577,v1=" + Mac)]
    [TestCase("t=1492774577,v1=" + Mac + ",t=1")]
    [TestCase("t=1492774577,,v1=" + Mac)]
    [TestCase("t=1492774577,v1=" + Mac + ",junk")]
    [TestCase("t=-1492774577,v1=" + Mac)]
    [TestCase("t=+1492774577,v1=" + Mac)]
    [TestCase("t=1492774577.0,v1=" + Mac)]
    [TestCase("t=1492774577\0,v1=" + Mac)]
    [TestCase("t=0x58fa,v1=" + Mac)]
    [TestCase("t=١٤٩٢٧٧٤٥٧٧,v1=" + Mac)]
    [TestCase("t=9999999999999999999,v1=" + Mac)]
    [TestCase("t=99999999999999999999999999,v1=" + Mac)]
    [TestCase("T=1492774577,v1=" + Mac)]
    public void A_header_out_of_form_is_malformed(string header) => Assert.That(Check(header), Is.EqualTo(SignatureCheck.Malformed));

    [TestCase("t=1492774577,v1=")]
    [TestCase("t=1492774577,v1=00")]
    [TestCase("t=1492774577,v1=" + Mac + "00")]
    [TestCase("t=1492774578,v1=" + Mac)]
    [TestCase("t=01492774577,v1=" + Mac)]
    [TestCase("t=9223372036854775807,v1=" + Mac)]
    public void A_signature_that_does_not_belong_is_no_match(string header) => Assert.That(Check(header), Is.EqualTo(SignatureCheck.NoMatch));

    [TestCase(-300, SignatureCheck.Valid)]
    [TestCase(300, SignatureCheck.Valid)]
    [TestCase(-300.001, SignatureCheck.Stale)]
    [TestCase(300.001, SignatureCheck.Stale)]
    public void The_tolerance_reaches_both_ways_with_its_edge(double seconds, SignatureCheck expected) =>
        Assert.That(Check(Header, now: Now.AddSeconds(seconds)), Is.EqualTo(expected));

    [Test]
    public void A_signed_time_that_no_clock_shows_is_stale()
    {
        var mac = HmacSignature.Sha256Hex.Sign(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes("9223372036854775807." + Body));
        Assert.That(Check("t=9223372036854775807,v1=" + mac), Is.EqualTo(SignatureCheck.Stale));
    }

    [TestCase(0)]
    [TestCase(-1)]
    public void Nobody_switches_the_age_check_off(int seconds) =>
        Assert.That(() => new TimestampedSignature(tolerance: TimeSpan.FromSeconds(seconds)), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void Names_are_the_providers()
    {
        var scheme = new TimestampedSignature("ts", "sig", TimeSpan.FromSeconds(1));
        var header = scheme.Sign(Secret, "b"u8, Now);

        Assert.That(header, Does.StartWith("ts=1492774577,sig="));
        Assert.That(scheme.Verify(Secrets, header, "b"u8, Now), Is.EqualTo(SignatureCheck.Valid));
        Assert.That(scheme.Verify(Secrets, header, "b"u8, Now.AddSeconds(2)), Is.EqualTo(SignatureCheck.Stale));
        Assert.That(Scheme.Verify(Secrets, header, "b"u8, Now), Is.EqualTo(SignatureCheck.Malformed));
        Assert.That(() => new TimestampedSignature("v1"), Throws.ArgumentException);
    }

    [Test]
    public void Rotation_accepts_old_and_new_until_the_old_one_ends()
    {
        var rotating = new WebhookSecrets("whsec_next", new WebhookSecret(Secret, Now.AddMinutes(1)));

        Assert.That(Check(Header, rotating), Is.EqualTo(SignatureCheck.Valid));
        Assert.That(Check(Header, rotating, Now.AddMinutes(2)), Is.EqualTo(SignatureCheck.NoMatch));
        Assert.That(Check(Scheme.Sign("whsec_next", Encoding.UTF8.GetBytes(Body), Now), rotating), Is.EqualTo(SignatureCheck.Valid));
    }

    [Test]
    public void Without_a_valid_secret_everything_is_refused()
    {
        var forged = "t=1492774577,v1=" + Convert.ToHexString(
            System.Security.Cryptography.HMACSHA256.HashData(Array.Empty<byte>(), Encoding.UTF8.GetBytes($"{Sent}.{Body}")));

        Assert.That(Check(forged, new WebhookSecrets()), Is.EqualTo(SignatureCheck.NoSecret));
        Assert.That(Check(Header, new WebhookSecrets(new WebhookSecret(Secret, Now.AddTicks(-1)))), Is.EqualTo(SignatureCheck.NoSecret));
        Assert.That(default(SignatureCheck), Is.Not.EqualTo(SignatureCheck.Valid));
    }

    [Test]
    public void What_is_looked_at_is_bounded()
    {
        static string After(int count) => "t=1492774577," + string.Concat(Enumerable.Repeat("v1=00,", count)) + "v1=" + Mac;

        Assert.That(Check(After(TimestampedSignature.MaxSignatures - 1)), Is.EqualTo(SignatureCheck.Valid));
        Assert.That(Check(After(TimestampedSignature.MaxSignatures)), Is.EqualTo(SignatureCheck.NoMatch));

        var full = Header + ",x=";
        full += new string('x', TimestampedSignature.MaxHeaderLength - full.Length);
        Assert.That(Check(full), Is.EqualTo(SignatureCheck.Valid));
        Assert.That(Check(full + "x"), Is.EqualTo(SignatureCheck.Malformed));
    }

    [Test]
    public void A_changed_body_is_no_match() =>
        Assert.That(Scheme.Verify(Secrets, Header, Encoding.UTF8.GetBytes(Body + "\n"), Now), Is.EqualTo(SignatureCheck.NoMatch));

    [Test]
    public void Checking_allocates_nothing_once_warm()
    {
        var secrets = new WebhookSecrets("whsec_next", new WebhookSecret(Secret, Now.AddMinutes(1)));
        var body = Encoding.UTF8.GetBytes(Body);
        var header = "t=1492774577,v1=" + new string('0', 64) + ",v1=" + Mac;
        for (var i = 0; i < 100; i++)
            Scheme.Verify(secrets, header, body, Now);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = SignatureCheck.NoSecret;
        for (var i = 0; i < 1000; i++)
            result = Scheme.Verify(secrets, header, body, Now);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(result, Is.EqualTo(SignatureCheck.Valid));
        Assert.That(allocated, Is.Zero);
    }

    [Test]
    public void Concurrent_checks_do_not_disturb_each_other()
    {
        var secrets = new WebhookSecrets(Secret);
        var wrong = 0;
        Parallel.For(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var body = Encoding.UTF8.GetBytes(i % 2 == 0 ? Body : Body + i);
            if (Scheme.Verify(secrets, Header, body, Now) == SignatureCheck.Valid != (i % 2 == 0))
                Interlocked.Increment(ref wrong);
        });

        Assert.That(wrong, Is.Zero);
    }

    private static SignatureCheck Check(string header, WebhookSecrets? secrets = null, DateTimeOffset? now = null) =>
        Scheme.Verify(secrets ?? Secrets, header, Encoding.UTF8.GetBytes(Body), now ?? Now);
}
