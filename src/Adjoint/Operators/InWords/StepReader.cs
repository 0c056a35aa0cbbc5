using Adjoint.Graph;
using Adjoint.Primitives.Convolution;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Operators.InWords;

/// <summary>
/// Reads a correlation with what is around it as one step in normal form. Reshapes and flips merge into the relation of the indices; an extension of an
/// operand and a folding of the result are how that part goes on beyond its ends.
/// </summary>
internal static class StepReader
{
    private const int Kernel = 0, Picture = 1;

    /// <summary>Places farther away are not reckoned with, so that no index overflows.</summary>
    private const int Farthest = int.MaxValue / 4;

    /// <summary>The step that ends in an expression, or nothing if none does.</summary>
    /// <param name="root">Its end.</param>
    /// <param name="varies">Which expressions depend on the argument.</param>
    public static BilinearStep? Read(Expr root, Func<Expr, bool> varies)
    {
        if (Core(root) is not { Primitive: Correlation correlation } core || varies(core.Arguments[Kernel]) == varies(core.Arguments[Picture]))
        {
            return null;
        }

        AxisViews result = new(core.Shape);
        foreach (Application application in Around(root).Reverse())
        {
            if (!result.Through(application.Primitive, application.Shape))
            {
                return null;
            }
        }

        // An extension merges only if the correlation reaches nothing beyond it; else it stays a value of its own.
        return Read(correlation, core, result, varies(core.Arguments[Kernel]), mergesExtensions: true)
            ?? Read(correlation, core, result, varies(core.Arguments[Kernel]), mergesExtensions: false);
    }

    /// <summary>The correlation that an expression is the reshaped, flipped and folded result of.</summary>
    public static Application? Core(Expr root)
    {
        Expr last = Around(root).LastOrDefault()?.Arguments[0] ?? root;
        return last is Application { Primitive: Correlation } core ? core : null;
    }

    private static IEnumerable<Application> Around(Expr root)
    {
        for (Expr at = root; at is Application { Primitive: Reshape or Flip or Fold } application; at = application.Arguments[0])
        {
            yield return application;
        }
    }

    private static BilinearStep? Read(Correlation correlation, Application core, AxisViews result, bool argumentIsKernel, bool mergesExtensions)
    {
        (Expr kernel, AxisViews kernelView) = Below(core.Arguments[Kernel], mergesExtensions);
        (Expr picture, AxisViews pictureView) = Below(core.Arguments[Picture], mergesExtensions);
        Shape weights = correlation.Contraction == Contraction.Batch ? core.Shape : core.Arguments[Kernel].Shape;
        int batch = core.Arguments[Picture].Shape[0];
        ChannelRoles channels = new(correlation.Contraction, argumentIsKernel, correlation.Groups, batch, correlation.Groups * weights[^2], weights[^1]);

        (Part Part, AxisViews View)[] views = [(channels.Kernel, kernelView), (channels.Picture, pictureView), (Part.Result, result)];
        (Part Part, AxisViews View)[] extended = [.. views.Where(pair => pair.View.Mode is not null)];
        if (extended.Length > 1)
        {
            return null;
        }

        Part beyond = extended.Length == 1 ? extended[0].Part : Part.Argument;
        List<MeetingAxis> axes = [];
        for (int i = 0; i < correlation.Axes.Count; i++)
        {
            CorrelationAxis own = correlation.Axes[i];
            Triple steps = new Triple(0, 0, own.Stride).With(channels.Kernel, own.Dilation).With(channels.Picture, -own.InputDilation);
            long offset = own.Before;
            Triple lengths = default, firsts = default, lasts = default;
            foreach ((Part part, AxisViews view) in views)
            {
                // Operand entry i is entry x = sign · i + offset of the value: i = sign · (x − offset).
                (int sign, int shift, int length) = view[channels.SpaceStart(part) + i];
                int last = OperandLength(core, channels, part, i) - 1;
                offset += (long)steps[part] * sign * shift;
                steps = steps.With(part, steps[part] * sign);
                lengths = lengths.With(part, length);
                (firsts, lasts) = (firsts.With(part, shift + Math.Min(0, sign * last)), lasts.With(part, shift + Math.Max(0, sign * last)));
            }

            if (Math.Abs(offset) + views.Sum(pair => Math.Abs((long)steps[pair.Part]) * lengths[pair.Part]) > Farthest)
            {
                return null;
            }

            MeetingAxis axis = new(steps, (int)offset, lengths);
            foreach ((Part part, _) in views)
            {
                axis = extended.Length == 1 && part == beyond ? axis : axis.WithoutIdleSteps(part);
            }

            if (extended.Length == 1 && axis.Reach(beyond) is var (first, end) && (first < firsts[beyond] || end > lasts[beyond]))
            {
                return null;
            }

            axes.Add(axis);
        }

        if (views.Any(pair => !KeepsChannels(pair.View, channels.SpaceStart(pair.Part), axes.Count)))
        {
            return null;
        }

        Writing written = correlation.Contraction != Contraction.InputChannels || result.Mode is not null ? Writing.Adjoint
            : core.Arguments[Kernel] is Application { Primitive: Flip } ? Writing.Convolution
            : Writing.Correlation;
        MeetingForm form = new(axes, beyond, extended.Length == 1 ? extended[0].View.Mode : null, channels);
        return argumentIsKernel ? new BilinearStep(form, kernel, picture, written) : new BilinearStep(form, picture, kernel, written);
    }

    private static int OperandLength(Application core, ChannelRoles channels, Part part, int axis)
    {
        Shape shape = part == Part.Result ? core.Shape : core.Arguments[part == channels.Kernel ? Kernel : Picture].Shape;
        return shape[channels.SpaceStart(part) + axis];
    }

    /// <summary>Goes down from an operand as far as entries only move, but not into another step.</summary>
    private static (Expr Value, AxisViews View) Below(Expr operand, bool mergesExtensions)
    {
        // Views are spoilt by the first operation that does not pass, so the way is found first.
        List<Application> way = [];
        Expr value = operand;
        AxisViews trial = new(operand.Shape);
        while (value is Application { Primitive: Reshape or Flip or Extend } application
            && Core(value) is null
            && (mergesExtensions || application.Primitive is not Extend)
            && trial.Through(application.Primitive, application.Arguments[0].Shape))
        {
            way.Add(application);
            value = application.Arguments[0];
        }

        AxisViews view = new(operand.Shape);
        foreach (Application application in way)
        {
            view.Through(application.Primitive, application.Arguments[0].Shape);
        }

        return (value, view);
    }

    private static bool KeepsChannels(AxisViews view, int start, int rank)
    {
        for (int axis = 0; axis < rank + 2; axis++)
        {
            if ((axis < start || axis >= start + rank) && !view.Keeps(axis))
            {
                return false;
            }
        }

        return true;
    }
}
