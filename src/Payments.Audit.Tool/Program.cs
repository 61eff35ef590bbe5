using Payments.Audit;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
return await AuditCommand.RunAsync(args, Console.Out, Console.Error, stop.Token).ConfigureAwait(false);
