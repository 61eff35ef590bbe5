using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace Payments.Security.Tests.Signatures;

internal sealed class WebhookSecretTests
{
    private const string Text = "whsec_example-not-a-key";
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    [Test]
    public void It_never_shows_its_value()
    {
        WebhookSecret secret = Text;
        var secrets = new WebhookSecrets(secret);

        Assert.That(string.Create(CultureInfo.InvariantCulture, $"{secret} {secrets}"), Does.Not.Contain("not-a-key"));
        Assert.That(JsonSerializer.Serialize(secret), Does.Not.Contain("not-a-key"));
        Assert.That(JsonSerializer.Serialize(secrets), Does.Not.Contain("not-a-key"));
        Assert.That(typeof(WebhookSecret).GetCustomAttribute<DebuggerDisplayAttribute>()!.Value, Is.EqualTo("***"));
        Assert.That(typeof(WebhookSecret).GetProperty(nameof(WebhookSecret.Value))!.GetCustomAttribute<DebuggerBrowsableAttribute>()!.State,
            Is.EqualTo(DebuggerBrowsableState.Never));
    }

    [TestCase("")]
    [TestCase("  \t\r\n")]
    public void White_space_is_no_secret(string value)
    {
        Assert.That(() => new WebhookSecret(value), Throws.ArgumentException);
        Assert.That(() => new WebhookSecret { Value = value }, Throws.ArgumentException);
        Assert.That(() => (WebhookSecret)value, Throws.ArgumentException);
    }

    [Test]
    public void A_secret_that_was_never_given_a_value_is_refused() =>
        Assert.That(() => new WebhookSecrets(new WebhookSecret()), Throws.ArgumentException);

    [Test]
    public void A_line_break_pasted_along_is_dropped() => Assert.That(new WebhookSecret(Text + "\r\n").Value, Is.EqualTo(Text));

    [Test]
    public void The_keys_are_those_valid_at_the_time()
    {
        var secrets = new WebhookSecrets("a", new WebhookSecret("b", Now), new WebhookSecret("c", Now.AddHours(1)));

        Assert.That(ValidAt(secrets, Now), Is.EqualTo(new[] { "a", "b", "c" }));
        Assert.That(ValidAt(secrets, Now.AddTicks(1)), Is.EqualTo(new[] { "a", "c" }));
        Assert.That(ValidAt(secrets, Now.AddHours(2)), Is.EqualTo(new[] { "a" }));
        Assert.That(new WebhookSecrets(new WebhookSecret("b", Now)).AnyValidAt(Now.AddTicks(1)), Is.False);
        Assert.That(new WebhookSecrets().AnyValidAt(Now), Is.False);
    }

    [TestCase(WebhookSecretEncoding.Hex, "68c3A9", "hé")]
    [TestCase(WebhookSecretEncoding.Base64, "aMOp", "hé")]
    [TestCase(WebhookSecretEncoding.Utf8, "hé", "hé")]
    public void The_text_is_decoded_as_told(WebhookSecretEncoding encoding, string value, string expected) =>
        Assert.That(ValidAt(new WebhookSecrets([value], encoding), Now), Is.EqualTo(new[] { expected }));

    [TestCase(WebhookSecretEncoding.Hex, "secret-not-hex")]
    [TestCase(WebhookSecretEncoding.Hex, "abc")]
    [TestCase(WebhookSecretEncoding.Base64, "secret-not-base64!")]
    [TestCase(WebhookSecretEncoding.Base64, "abc")]
    public void A_value_in_another_encoding_is_refused_without_showing_it(WebhookSecretEncoding encoding, string value) =>
        Assert.That(() => new WebhookSecrets([value], encoding),
            Throws.ArgumentException.With.Message.Not.Contain(value).And.InnerException.Null);

    [Test]
    public void It_binds_from_configuration()
    {
        var configuration = new ConfigurationBuilder().Add(new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["WebhookSecrets:0:Value"] = Text,
                ["WebhookSecrets:1:Value"] = "old",
                ["WebhookSecrets:1:NotAfter"] = "2026-11-02T09:00:00Z",
            },
        }).Build();
        var options = new BoundOptions();
        configuration.Bind(options);

        Assert.That(options.WebhookSecrets.Select(secret => (secret.Value, secret.NotAfter)),
            Is.EqualTo(new (string, DateTimeOffset?)[] { (Text, null), ("old", Now) }));
    }

    internal sealed class BoundOptions
    {
        public IList<WebhookSecret> WebhookSecrets { get; } = [];
    }

    private static List<string> ValidAt(WebhookSecrets secrets, DateTimeOffset now)
    {
        List<string> values = [];
        foreach (var key in secrets.ValidAt(now))
            values.Add(Encoding.UTF8.GetString(key));
        return values;
    }
}
