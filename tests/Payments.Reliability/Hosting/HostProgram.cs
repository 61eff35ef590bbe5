using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Payments.Reliability.Support;
using Payments.Reliability.Providers;

namespace Payments.Reliability.Hosting;

/// <summary>
/// The shop's host: a process that the harness starts and kills. It takes commands and webhooks on a loopback address, which it prints, and ends with its
/// standard input.
/// </summary>
internal static class HostProgram
{
    /// <summary>The verb of the program that makes it a host.</summary>
    internal const string Verb = "host";

    internal static async Task<int> RunAsync(string settingsPath)
    {
        var settings = HostSettings.Load(settingsPath);
        await using var app = Build(settings, SharedClock.Open(settings.ClockPath));
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        await Console.Out.WriteLineAsync("listening " + address);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static WebApplication Build(HostSettings settings, SharedClock clock)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<ShopService>();
        builder.Services.AddSingleton<ShopEndpoint>();
        if (Environment.GetEnvironmentVariable("RELIABILITY_LOG") is { Length: > 0 } level)
            builder.Logging.SetMinimumLevel(Enum.Parse<LogLevel>(level)).AddProvider(new ErrorStreamLogs());

        var payments = builder.Services.AddPayments(options =>
        {
            options.MaxPaymentsInMemory = options.MaxWebhooksInMemory = 1_000_000;
            options.RunInBackground = settings.WorksByItself;
        });
        foreach (var provider in settings.Providers)
            ShopProviders.Named(provider.Name).Register(payments, provider.Address, provider.Settings);
        ShopDatabase.Add(payments, settings.Database);
        if (settings.HasCrashGate)
            Crashes.CrashSeams.AddTo(builder.Services, settings.Providers);
        var app = builder.Build();
        app.Run(app.Services.GetRequiredService<ShopEndpoint>().HandleAsync);
        return app;
    }
}
