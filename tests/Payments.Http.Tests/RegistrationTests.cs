using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Payments.Http.Tests;

public sealed class RegistrationTests
{
    private static (TestBuilder Builder, ServiceCollection Services) New()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        return (new TestBuilder(services), services);
    }

    [Test]
    public void Adding_twice_applies_both_settings_and_nothing_else_twice()
    {
        var (builder, services) = New();
        builder.AddHttpProvider<TestOptions>("test", options => options.MaxRetries = 5, registration => new TestProvider(registration));
        var count = services.Count;
        builder.AddHttpProvider<TestOptions>("test", options => options.ApiKey = "second", registration => new TestProvider(registration));
        Assert.That(services, Has.Count.EqualTo(count + 1), "only the second settings");

        using var provider = services.BuildServiceProvider();
        var registration = ((TestProvider)provider.GetRequiredKeyedService<IPaymentProvider>("test")).Registration;
        Assert.That((registration.Name, registration.Options.MaxRetries, registration.Options.ApiKey), Is.EqualTo(("test", 5, "second")));
        Assert.That(registration.Time, Is.SameAs(TimeProvider.System));
    }

    [Test]
    public void Two_accounts_have_two_sets_of_options()
    {
        var (builder, services) = New();
        builder.AddHttpProvider<TestOptions>("one", options => options.ApiKey = "1", registration => new TestProvider(registration));
        builder.AddHttpProvider<TestOptions>("two", options => options.ApiKey = "2", registration => new TestProvider(registration));
        using var provider = services.BuildServiceProvider();
        var keys = new[] { "one", "two" }.Select(name => ((TestProvider)provider.GetRequiredKeyedService<IPaymentProvider>(name)).Registration.Options.ApiKey);
        Assert.That(keys, Is.EqualTo(new[] { "1", "2" }));
    }

    [Test]
    public void A_name_of_another_provider_is_refused_with_the_cure()
    {
        var (builder, _) = New();
        builder.AddHttpProvider<TestOptions>("test", null, registration => new TestProvider(registration));
        Assert.That(
            () => builder.AddHttpProvider<OtherOptions>("test", null, _ => throw new NotSupportedException()),
            Throws.InvalidOperationException.With.Message.Contains("another name"));
    }

    [Test]
    public void Wrong_options_are_refused_at_start_and_at_first_use()
    {
        var (builder, services) = New();
        builder.AddHttpProvider<TestOptions>("test", options => (options.ApiKey, options.Timeout) = ("", TimeSpan.Zero), registration => new TestProvider(registration));
        using var provider = services.BuildServiceProvider();
        var atStart = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate())!;
        Assert.That(atStart.Message, Does.Contain("'test'").And.Contain("TestOptions").And.Contain("ApiKey is missing: set it").And.Contain("Timeout must be above zero"));
        Assert.That(() => provider.GetRequiredKeyedService<IPaymentProvider>("test"), Throws.InstanceOf<OptionsValidationException>());
    }

    [TestCase("http://api.example.com/", "AllowInsecureBaseAddress")]
    [TestCase("ftp://api.example.com/", "https")]
    [TestCase("/relative", "absolute")]
    [TestCase("https://user:pw@api.example.com/", "without user name")]
    [TestCase("https://api.example.com/?a=b", "query")]
    public void A_base_address_that_credentials_must_not_go_to_is_refused(string address, string words) =>
        Assert.That(Problems(options => options.BaseAddress = new Uri(address, UriKind.RelativeOrAbsolute)), Has.Exactly(1).Contains(words).And.Exactly(1).Contains("BaseAddress").And.None.Contains("pw"));

    [TestCase("http://localhost:5000/")]
    [TestCase("http://127.0.0.1:5000/v1")]
    [TestCase("https://proxy.example/stripe/")]
    public void Local_and_secure_ones_are_taken(string address) => Assert.That(Problems(options => options.BaseAddress = new Uri(address)), Is.Empty);

    [Test]
    public void Every_limit_is_checked()
    {
        Assert.That(Problems(_ => { }), Is.Empty, "the defaults are valid");
        Assert.That(Problems(options => (options.AllowInsecureBaseAddress, options.BaseAddress) = (true, new Uri("http://simulator:8080"))), Is.Empty);
        Assert.That(Problems(options => options.AttemptTimeout = TimeSpan.FromMinutes(2)), Has.Count.EqualTo(1));
        Assert.That(Problems(options => options.MaxRetries = -1), Has.Count.EqualTo(1));
        Assert.That(Problems(options => options.MaxResponseBytes = 0), Has.Count.EqualTo(1));
        Assert.That(Problems(options => options.Circuit = null!), Has.Count.EqualTo(1));
        Assert.That(
            Problems(options => options.Circuit = new ProviderCircuitOptions { FailurePercent = 0, MinimumThroughput = 1, SamplingDuration = TimeSpan.Zero, BreakDuration = TimeSpan.Zero }),
            Has.Count.EqualTo(4));
    }

    [Test]
    public void The_source_generated_binder_fills_the_base_class()
    {
        var section = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["P:ApiKey"] = "k",
            ["P:BaseAddress"] = "https://proxy.example/",
            ["P:Timeout"] = "00:00:30",
            ["P:AttemptTimeout"] = "00:00:10",
            ["P:MaxRetries"] = "4",
            ["P:Circuit:MinimumThroughput"] = "7",
            ["P:Circuit:Enabled"] = "false",
        }).Build().GetSection("P");
        var (builder, services) = New();
        builder.AddHttpProvider<TestOptions>("test", options => section.Bind(options), registration => new TestProvider(registration));
        using var provider = services.BuildServiceProvider();
        var options = ((TestProvider)provider.GetRequiredKeyedService<IPaymentProvider>("test")).Registration.Options;
        Assert.That((options.ApiKey, options.BaseAddress!.Host, options.Timeout.TotalSeconds, options.AttemptTimeout!.Value.TotalSeconds, options.MaxRetries), Is.EqualTo(("k", "proxy.example", 30d, 10d, 4)));
        Assert.That((options.Circuit.MinimumThroughput, options.Circuit.Enabled), Is.EqualTo((7, false)));
    }

    private static List<string> Problems(Action<TestOptions> change)
    {
        var options = new TestOptions();
        change(options);
        List<string> problems = [];
        options.Validate(problems);
        return problems;
    }

    private sealed class OtherOptions : ProviderHttpOptions;
}
