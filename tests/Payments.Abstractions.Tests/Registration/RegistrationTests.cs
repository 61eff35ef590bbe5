using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Abstractions.Tests;

internal sealed class RegistrationTests
{
    private static ServiceProvider Build(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        add(services);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }

    private static IPaymentsBuilder Add(IServiceCollection services, params string[] names)
    {
        var builder = services.AddPayments();
        foreach (var name in names)
            builder.AddProvider(name, (_, given) => new FakeProvider(given));
        return builder;
    }

    [Test]
    public async Task Factory_and_keyed_services_give_the_same_singletons()
    {
        await using var services = Build(services => Add(services, "stripe", "toss-2"));
        var factory = services.GetRequiredService<IPaymentProviderFactory>();
        Assert.That(factory.ProviderNames, Is.EqualTo(new[] { "stripe", "toss-2" }));
        Assert.That(factory.GetProvider("STRIPE"), Is.SameAs(services.GetRequiredKeyedService<IPaymentProvider>("stripe")));
        Assert.That(factory.GetProvider("toss-2").Name, Is.EqualTo("toss-2"));
        Assert.That(factory.TryGetProvider("nobody", out _), Is.False);
        Assert.That(() => factory.GetProvider("nobody"), Throws.ArgumentException.With.Message.Contains("stripe, toss-2"));
    }

    [Test]
    public async Task The_plain_service_is_there_when_exactly_one_is_registered()
    {
        await using var one = Build(services => Add(services, "stripe"));
        await using var two = Build(services => Add(services, "stripe", "toss"));
        await using var none = Build(services => Add(services));
        Assert.That(one.GetRequiredService<IPaymentProvider>(), Is.SameAs(one.GetRequiredKeyedService<IPaymentProvider>("stripe")));
        Assert.That(() => two.GetRequiredService<IPaymentProvider>(), Throws.InvalidOperationException.With.Message.Contains("exactly one"));
        Assert.That(() => none.GetRequiredService<IPaymentProvider>(), Throws.InvalidOperationException);
    }

    [TestCase("Stripe")]
    [TestCase("")]
    [TestCase("a b")]
    [TestCase("ünlü")]
    [TestCase("a/b")]
    public void A_name_of_another_form_is_refused(string name) =>
        Assert.That(() => Add(new ServiceCollection(), name), Throws.InstanceOf<ArgumentException>());

    [Test]
    public void A_name_has_at_most_50_letters()
    {
        Assert.That(() => Add(new ServiceCollection(), new string('a', 50)), Throws.Nothing);
        Assert.That(() => Add(new ServiceCollection(), new string('a', 51)), Throws.ArgumentException);
    }

    [Test]
    public async Task Everything_is_safe_to_add_twice()
    {
        var made = 0;
        await using var services = Build(services =>
        {
            for (var i = 0; i < 2; i++)
                services.AddPayments(options => options.MaxWebhookBytes = 10).AddProvider("stripe", (_, name) => Interlocked.Increment(ref made) == 1 ? new FakeProvider(name) : throw new InvalidOperationException());
        });
        Assert.That(services.GetServices<IPaymentProvider>().ToList(), Has.Count.EqualTo(1));
        Assert.That(services.GetRequiredService<PaymentsOptions>().MaxWebhookBytes, Is.EqualTo(10));
        Assert.That((await services.GetRequiredService<IPaymentProvider>().CreatePaymentAsync(Make.Request())).Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(made, Is.EqualTo(1));
    }

    // No logging, no meter factory, no clock: a console program.
    [Test]
    public async Task A_bare_host_is_enough()
    {
        await using var services = Build(services => Add(services, "stripe"));
        Assert.That(services.GetService<IMeterFactory>(), Is.Null);
        Assert.That((await services.GetRequiredService<IPaymentProvider>().CreatePaymentAsync(Make.Request())).Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That((await services.GetRequiredService<PaymentReconciler>().RunOnceAsync()).Looked, Is.Zero);
        Assert.That(await services.GetRequiredService<PaymentWebhooks>().DispatchAsync(), Is.Zero);
    }

    [Test]
    public async Task The_hosts_own_stores_and_clock_win()
    {
        var time = new ManualTimeProvider();
        await using var services = Build(services =>
        {
            services.AddSingleton<TimeProvider>(time);
            services.AddSingleton<IWebhookInbox>(new InMemoryWebhookInbox(new PaymentsOptions { MaxWebhooksInMemory = 0 }));
            Add(services, "stripe");
        });
        Assert.That(services.GetRequiredService<TimeProvider>(), Is.SameAs(time));
        await PaymentHost.CatchAsync<PaymentException>(() => services.GetRequiredService<IWebhookInbox>().AddAsync(new InboxArrival(Make.Webhook("e"), Make.Start)).AsTask());
    }

    [Test]
    public async Task Handlers_are_made_in_the_scope_of_the_change()
    {
        ScopedHandler.Made = 0;
        await using var services = Build(services => Add(services, "stripe").AddEventHandler<ScopedHandler>());
        await services.GetRequiredService<IPaymentProvider>().CreatePaymentAsync(Make.Request());
        await services.GetRequiredService<IPaymentProvider>().CreatePaymentAsync(Make.Request(order: "Order-1002"));
        Assert.That(ScopedHandler.Made, Is.EqualTo(2));
    }

    private sealed class ScopedHandler : IPaymentEventHandler
    {
        public ScopedHandler() => Made++;

        internal static int Made { get; set; }

        public Task HandleAsync(PaymentChange change, CancellationToken cancellationToken = default) => Task.CompletedTask;
    }
}
