using Adjoint.Primitives.Convolution;

namespace Adjoint.Operators.InWords;

/// <summary>Words for distances, sums and groups.</summary>
internal static class DistanceWords
{
    /// <summary>What is convolved with what, and all that a boundary does not say.</summary>
    /// <param name="form">The step.</param>
    /// <param name="picture">The words for what the kernel moves over.</param>
    /// <param name="kernel">The words for the kernel.</param>
    /// <param name="margin">Zeros around the picture, or what is left out of it.</param>
    public static string Of(MeetingForm form, string picture, string kernel, string margin = "")
    {
        ChannelRoles channels = form.Channels;
        string moved = Distances(form, channels.Picture) is string apart ? $", its entries moved {apart} apart with zeros between (input dilation {apart})" : "";
        string around = margin.Length > 0 ? $", {margin}" : "", comma = moved.Length + around.Length > 0 ? "," : "";
        string spread = Distances(form, channels.Kernel) is string dilation ? $", dilation {dilation}" : "";
        string stride = Distances(form, Part.Result) is string step ? $", stride {step}" : "";
        string groups = channels.Groups == 1 ? "" : $", in {channels.Groups} groups of channels";
        return $"of {picture}{moved}{around}{comma} with {kernel}{stride}{spread}{Summed(channels)}{groups}";
    }

    /// <summary>The settings of a call.</summary>
    public static string Briefly(MeetingForm form)
    {
        (string Name, string? Value)[] settings =
        [
            ("stride", Distances(form, Part.Result)), ("dilation", Distances(form, form.Channels.Kernel)), ("input dilation", Distances(form, form.Channels.Picture)),
            ("groups", form.Channels.Groups == 1 ? null : $"{form.Channels.Groups}"),
        ];
        return string.Concat(settings.Where(setting => setting.Value is not null).Select(setting => $", {setting.Name} {setting.Value}"));
    }

    private static string Summed(ChannelRoles channels) => channels.Contraction switch
    {
        Contraction.InputChannels when channels.Inputs > channels.Groups => ", summed over input channels",
        Contraction.OutputChannels when channels.Outputs > channels.Groups => ", summed over output channels",
        Contraction.Batch when channels.Batch > 1 => ", summed over the batch",
        _ => "",
    };

    private static string? Distances(MeetingForm form, Part part) => form.Axes.Any(axis => Math.Abs(axis.Steps[part]) > 1)
        ? MarginWords.Numbers(form.Axes.Select(axis => Math.Max(1, Math.Abs(axis.Steps[part]))))
        : null;
}
