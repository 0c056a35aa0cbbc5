using System.Runtime.InteropServices;

namespace Adjoint.Cli;

/// <summary>
/// Turns the first Ctrl-C (or request to end) into a cancellation, so that work can be saved. The second one ends the process as
/// it always does, and so does the passing of time where work cannot be stopped, such as a read that never returns. Files are written
/// beside and renamed, so even then none is half-written.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>Time that work has to save and stop: far more than a step of training and a checkpoint take.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _source = new();
    private Timer? _deadline;
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
    ];

    /// <summary>Set by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _deadline?.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = !_source.IsCancellationRequested;
        _deadline ??= new Timer(_ => Environment.Exit(ExitCode.Interrupted), null, Grace, Timeout.InfiniteTimeSpan);
        _source.Cancel();
    }
}
