using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Primitives.Convolution;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Operators.InWords;

/// <summary>Says one correlation step: words and expression out of the same form.</summary>
internal static class StepSpeaker
{
    /// <summary>A step in words and as an expression of its parts.</summary>
    /// <param name="form">The step.</param>
    /// <param name="written">How it was written.</param>
    /// <param name="argument">What varies.</param>
    /// <param name="given">What is fixed.</param>
    /// <returns>The result, up to axes of length 1.</returns>
    public static Phrase Say(MeetingForm form, Writing written, Phrase argument, Phrase given)
    {
        if (ConvolutionName.Find(form, written) is ConvolutionName name)
        {
            return form.IsOfArrays ? Named(name, form, argument, given) : NamedOfPictures(name, form, argument, given);
        }

        if (form.Mode is Extension mode)
        {
            return form.GoesBeyond ? Widened(form, mode, written, argument, given) : Say(form.WithinItsEnds(), written, argument, given);
        }

        return form.IsOfArrays && Padded(form, written, argument, given) is Phrase padded ? padded : Unnamed(form, written, argument, given);
    }

    /// <summary>A value with axes of length 1 taken away or put in.</summary>
    public static Expr Shaped(Expr value, Shape shape)
    {
        // The reshape that a convolution of arrays ends with belongs to it.
        while (value.Shape != shape && value is Application { Primitive: Reshape } reshape && reshape.Arguments[0] is not Application { Primitive: Correlation })
        {
            value = reshape.Arguments[0];
        }

        return value.Shape == shape ? value : Expressions.Reshape(value, shape);
    }

    private static Phrase Named(ConvolutionName name, MeetingForm form, Phrase argument, Phrase given)
    {
        Expr expression = name.Of(Plain(form, Part.Argument, argument), Plain(form, Part.Fixed, given));
        (Phrase kernel, Phrase picture) = name.ArgumentIsKernel ? (argument, given) : (given, argument);
        string first = name.FlipsKernel ? $"flip({kernel.Text})" : kernel.Enclosed, second = name.FlipsPicture ? $"flip({picture.Text})" : picture.Enclosed;

        // Where one lies within the other neither is the picture; elsewhere the result is the picture's.
        (first, second) = name.Boundary == Boundary.Valid ? (first, second) : (second, first);
        string text = $"{Called(name.Boundary)} {Kind(name.IsConvolution)} of {first} with {second}";
        return name.FlipsResult ? new Phrase($"flip({text})", Closure.Closed, expression) : new Phrase(text, Closure.Noun, expression);
    }

    private static Phrase NamedOfPictures(ConvolutionName name, MeetingForm form, Phrase argument, Phrase given)
    {
        Expr expression = form.Channels.Contraction == Contraction.InputChannels
            ? name.Of(Lifted(form, Part.Argument, argument), Lifted(form, Part.Fixed, given), name.Options(form) with { Groups = form.Channels.Groups })
            : Assembled(form, argument, given);
        (Phrase kernel, Phrase picture) = name.ArgumentIsKernel ? (argument, given) : (given, argument);
        string first = name.FlipsKernel ? $"flip({kernel.Text})" : kernel.Enclosed, second = name.FlipsPicture ? $"flip({picture.Text})" : picture.Enclosed;
        string text = $"{Called(name.Boundary)} {Kind(name.IsConvolution)} {DistanceWords.Of(form, second, first)}";
        return name.FlipsResult ? new Phrase($"flip({text}) in space", Closure.Open, expression) : new Phrase(text, Closure.Noun, expression);
    }

    /// <summary>What goes on beyond its ends becomes a longer value that does not; a result is folded back.</summary>
    private static Phrase Widened(MeetingForm form, Extension mode, Writing written, Phrase argument, Phrase given)
    {
        Part part = form.Extended;
        List<int> before = [], after = [];
        List<MeetingAxis> axes = [];
        foreach (MeetingAxis axis in form.Axes)
        {
            (int first, int last) = axis.Reach(part);
            (first, last) = (Math.Min(first, 0), Math.Max(last, axis.Lengths[part] - 1));
            before.Add(-first);
            after.Add(last - axis.Lengths[part] + 1);
            axes.Add(axis.Window(part, first, last));
        }

        MeetingForm wide = form with { Axes = axes, Mode = null };
        Shape front = form.IsOfArrays ? [.. before] : Margin(form, part, before), behind = form.IsOfArrays ? [.. after] : Margin(form, part, after);
        if (part == Part.Result)
        {
            Phrase inner = Say(wide, written, argument, given);
            Shape whole = form.IsOfArrays ? [.. wide.Space(part)] : wide.Channels.Around(part, wide.Space(part));
            return new Phrase(
                $"{inner.Text}, then the border folded back ({MarginWords.Folding(mode, before, after)})",
                Closure.Noun,
                new Fold(mode, front, behind).Apply(Shaped(inner.Expression, whole)));
        }

        Phrase value = part == Part.Argument ? argument : given;
        Expr extended = new Extend(mode, front, behind).Apply(form.IsOfArrays ? Plain(form, part, value) : Lifted(form, part, value));
        Phrase longer = new($"{value.Enclosed} extended {MarginWords.Extending(mode)} by {MarginWords.Told(before, after)}", Closure.Open, extended);
        return part == Part.Argument ? Say(wide, written, longer, given) : Say(wide, written, argument, longer);
    }

    /// <summary>Zeros around one of the arrays, so that the other lies wholly within it.</summary>
    private static Phrase? Padded(MeetingForm form, Writing written, Phrase argument, Phrase given)
    {
        Part part = form.Axes.All(axis => axis.Lengths.Fixed >= axis.Lengths.Argument) ? Part.Fixed : Part.Argument;
        int direction = form.Axes.Select(axis => axis.Steps[part] * axis.Steps[Part.Result]).FirstOrDefault(product => product != 0, -1);
        List<int> before = [], after = [];
        List<MeetingAxis> axes = [];
        foreach (MeetingAxis own in form.Axes)
        {
            // One entry alone lies in either direction, so in that of the others.
            MeetingAxis axis = own.Steps[part] == 0 ? own with { Steps = own.Steps.With(part, direction * own.Steps[Part.Result]) } : own;
            (int first, int last) = axis.Reach(part);
            if (last < first)
            {
                return null;
            }

            before.Add(-first);
            after.Add(last - axis.Lengths[part] + 1);
            axes.Add(axis.Window(part, first, last));
        }

        MeetingForm wide = form with { Axes = axes };
        if (ConvolutionName.Find(wide, written) is not ConvolutionName name)
        {
            return null;
        }

        Phrase value = part == Part.Argument ? argument : given;
        Phrase padded = new(
            $"{value.Enclosed} with {MarginWords.Zeros(before, after)}",
            Closure.Open,
            MarginWords.Apply(Plain(form, part, value), before, after));
        return part == Part.Argument ? Named(name, wide, padded, given) : Named(name, wide, argument, padded);
    }

    private static Phrase Unnamed(MeetingForm form, Writing written, Phrase argument, Phrase given)
    {
        ChannelRoles channels = form.Channels;
        StandardAxis[] axes = [.. form.Axes.Select(axis => StandardAxis.Of(axis, channels.Kernel, channels.Picture))];
        (Phrase kernel, Phrase picture) = channels.ArgumentIsKernel ? (argument, given) : (given, argument);

        bool readsBackwards = axes.Any(axis => axis.FlipsKernel) && axes.All(axis => axis.FlipsKernel || !axis.HasTaps);
        bool readsForwards = !axes.Any(axis => axis.FlipsKernel);
        bool isConvolution = readsBackwards || (readsForwards && written == Writing.Adjoint && channels.Contraction == Contraction.OutputChannels);
        string moving = isConvolution && readsForwards ? $"flip({kernel.Text})"
            : isConvolution || readsForwards ? kernel.Enclosed
            : MarginWords.Flipped(kernel, axes, axis => axis.FlipsKernel, axis => axis.HasTaps);
        string resting = MarginWords.Flipped(picture, axes, axis => axis.FlipsPicture, axis => axis.HasPixels);

        // Entries that a stride does not reach need not be left out.
        string margin = MarginWords.Zeros(
            [.. axes.Select(axis => axis.Axis.Before)], [.. axes.Select(axis => axis.Behind > -axis.Axis.Stride ? Math.Max(axis.Behind, 0) : axis.Behind)]);
        string text = $"{Called(Boundary.Valid)} {Kind(isConvolution)} {DistanceWords.Of(form, resting, moving, margin)}";
        return new Phrase(text, Closure.Noun, Assembled(form, argument, given));
    }

    private static Expr Assembled(MeetingForm form, Phrase argument, Phrase given)
    {
        ChannelRoles channels = form.Channels;
        Expr first = Lifted(form, Part.Argument, argument), second = Lifted(form, Part.Fixed, given);
        Shape front = default, behind = default;
        if (form.Mode is Extension mode)
        {
            (int First, int Last)[] reach =
            [
                .. form.Axes.Select(axis => axis.Reach(form.Extended))
                    .Zip(form.Space(form.Extended), (pair, length) => (Math.Min(pair.First, 0), Math.Max(pair.Last, length - 1))),
            ];
            front = Margin(form, form.Extended, reach.Select(pair => -pair.First));
            behind = Margin(form, form.Extended, reach.Zip(form.Space(form.Extended), (pair, length) => pair.Last - length + 1));
            first = form.Extended == Part.Argument ? new Extend(mode, front, behind).Apply(first) : first;
            second = form.Extended == Part.Fixed ? new Extend(mode, front, behind).Apply(second) : second;
            form = form with { Axes = [.. form.Axes.Zip(reach, (axis, pair) => axis.Window(form.Extended, pair.First, pair.Last))] };
        }

        (Expr kernel, Expr picture) = channels.ArgumentIsKernel ? (first, second) : (second, first);
        Expr result = StandardAxis.Assemble([.. form.Axes.Select(axis => StandardAxis.Of(axis, channels.Kernel, channels.Picture))], channels, kernel, picture);
        return form is { Mode: Extension folded, Extended: Part.Result } ? new Fold(folded, front, behind).Apply(result) : result;
    }

    private static Expr Plain(MeetingForm form, Part part, Phrase phrase) => Shaped(phrase.Expression, [.. form.Space(part)]);

    private static Expr Lifted(MeetingForm form, Part part, Phrase phrase) => Shaped(phrase.Expression, form.Channels.Around(part, form.Space(part)));

    /// <summary>A margin in space, and none along batch and channels.</summary>
    private static Shape Margin(MeetingForm form, Part part, IEnumerable<int> space) =>
        form.Channels.SpaceStart(part) == 0 ? [.. space, 0, 0] : [0, .. space, 0];

    private static string Called(Boundary boundary) => boundary.ToString().ToLowerInvariant();

    private static string Kind(bool isConvolution) => isConvolution ? "convolution" : "correlation";
}
