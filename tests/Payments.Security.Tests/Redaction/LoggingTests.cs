using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Payments.Security.Tests.Redaction;

public sealed class LoggingTests
{
    private const string Card = "4242424242424242";

    [Test]
    public void Message_state_scopes_and_exceptions_reach_every_provider_redacted()
    {
        var (first, second) = (new CapturingProvider(), new CapturingProvider());
        using (var services = Services(first, second))
        {
            var logger = services.GetRequiredService<ILogger<LoggingTests>>();
            using (logger.BeginScope(new Dictionary<string, object> { ["cvv"] = "123", ["Card"] = Card, ["Nested"] = new Dictionary<string, object?> { ["ApiKey"] = "abcdefgh" } }))
            using (logger.BeginScope($"card {Card}"))
            using (logger.BeginScope("order {Number}", 4242424242424242))
            {
                logger.LogError(
                    new InvalidOperationException($"card {Card}", new FormatException("sk_live_0123456789")) { Data = { ["cvv"] = "987", ["card"] = 4242424242424242 } },
                    "Paid {Card} {Number} {Cvc} {Order} {Raw} {List}", Card, 4242424242424242, "456", "order-1", new Raw("abcdefgh"), new[] { Card, "x" });
            }
        }

        foreach (var provider in (CapturingProvider[])[first, second])
        {
            var text = string.Join('\n', provider.Lines);
            string[] planted = [Card, "123", "456", "987", "abcdefgh", "sk_live_0"];
            Assert.Multiple(() =>
            {
                foreach (var secret in planted)
                    Assert.That(text, Does.Not.Contain(secret));
                Assert.That(text, Does.Contain("order-1").And.Contain("{OriginalFormat}").And.Contain("Order=").And.Contain("System.InvalidOperationException: card ***").And.Contain("FormatException"));
            });
        }
    }

    [Test]
    public void What_is_clean_passes_through()
    {
        var provider = new CapturingProvider();
        using var services = Services(provider);
        var logger = services.GetRequiredService<ILogger<LoggingTests>>();
        var failure = new InvalidOperationException("no");
        logger.LogWarning(new EventId(7, "seven"), failure, "Order {Order} costs {Amount}", "order-1", 12.5m);
        logger.LogTrace("not enabled");
        Assert.Multiple(() =>
        {
            Assert.That(provider.Lines, Has.One.Contains("Order order-1 costs 12.5").And.Contains("Order=order-1; Amount=12.5").And.Contains("7"));
            Assert.That(provider.Exceptions, Is.EqualTo(new[] { failure }));
            Assert.That(logger.IsEnabled(LogLevel.Trace), Is.False);
        });
    }

    [Test]
    public void A_redacted_exception_keeps_its_type_and_its_stack_trace()
    {
        Exception caught;
        try
        {
            throw new AggregateException("several", new InvalidOperationException($"card {Card}"));
        }
        catch (AggregateException exception)
        {
            caught = exception;
        }

        var redacted = (RedactedException)PaymentRedactor.Redact(caught);
        Assert.Multiple(() =>
        {
            Assert.That(redacted.ExceptionType, Is.EqualTo("System.AggregateException"));
            Assert.That(redacted.StackTrace, Is.EqualTo(caught.StackTrace).And.Not.Empty);
            Assert.That(redacted.ToString(), Does.StartWith("System.AggregateException").And.Contain(nameof(A_redacted_exception_keeps_its_type_and_its_stack_trace)).And.Not.Contain(Card));
            Assert.That(redacted.InnerException, Is.TypeOf<RedactedException>());
            Assert.That(PaymentRedactor.Redact(redacted), Is.SameAs(redacted));
        });
    }

    [Test]
    public void Twice_is_once_and_the_container_disposes_of_what_is_inside()
    {
        var provider = new CapturingProvider();
        using (var services = new ServiceCollection()
            .AddLogging(builder => builder.AddPaymentRedaction().AddPaymentRedaction())
            .BuildServiceProvider())
        {
            services.GetRequiredService<ILoggerFactory>().AddProvider(provider);
            services.GetRequiredService<ILoggerFactory>().CreateLogger("x").LogInformation("card 4242424242424242");
            Assert.That(provider.Lines, Has.One.Contains("card ***"));
            Assert.That(services.GetServices<ILoggerFactory>().Count(), Is.EqualTo(1));
        }

        Assert.That(provider.IsDisposed, Is.True);
    }

    [Test]
    public void Without_a_factory_it_says_so() =>
        Assert.That(() => new Bare(new ServiceCollection()).AddPaymentRedaction(), Throws.InvalidOperationException.With.Message.Contains("AddLogging"));

    private static ServiceProvider Services(params CapturingProvider[] providers) => new ServiceCollection()
        .AddLogging(builder =>
        {
            foreach (var provider in providers)
                builder.AddProvider(provider);
            builder.AddPaymentRedaction();
        })
        .BuildServiceProvider();

    private sealed record Raw(string Secret);

    private sealed class Bare(IServiceCollection services) : ILoggingBuilder
    {
        public IServiceCollection Services => services;
    }
}

internal sealed class CapturingProvider : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider? _scopes;

    public List<string> Lines { get; } = [];

    public List<Exception> Exceptions { get; } = [];

    public bool IsDisposed { get; private set; }

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose() => IsDisposed = true;

    private static string Describe(object? state) => state switch
    {
        IEnumerable<KeyValuePair<string, object?>> pairs => string.Join("; ", pairs.Select(pair => $"{pair.Key}={Describe(pair.Value)}")),
        string text => text,
        System.Collections.IEnumerable items => string.Join(", ", items.Cast<object?>().Select(Describe)),
        _ => $"{state}",
    } + (state is null or string ? "" : $" {state}");

    private sealed class Logger(CapturingProvider owner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            owner.Lines.Add($"{logLevel} {eventId.Id} {formatter(state, exception)} {Describe(state)} {exception} {exception?.InnerException} {Describe(exception?.Data)}");
            owner._scopes?.ForEachScope((scope, lines) => lines.Add($"scope {Describe(scope)}"), owner.Lines);
            if (exception is not null)
                owner.Exceptions.Add(exception);
        }
    }
}
