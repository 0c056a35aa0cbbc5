namespace Adjoint.Training;

/// <summary>Everything that training carries from step to step; a checkpoint holds all of it, so resuming is exact.</summary>
internal sealed class TrainingState(ParameterLayout layout, int stateCount)
{
    /// <summary>The parameters in one vector, those that are not trained behind the others.</summary>
    public float[] Parameters { get; } = new float[layout.Length];

    /// <summary>The parameters of the best epoch so far.</summary>
    public float[] Best { get; } = new float[layout.Length];

    /// <summary>The running average of the parameters; as they are where none is wanted.</summary>
    public float[] Average { get; } = new float[layout.Length];

    /// <summary>The optimizer's vectors, group of parameters by group.</summary>
    public float[] Optimizer { get; } = new float[layout.TrainedLength * stateCount];

    /// <summary>The current epoch, from 0.</summary>
    public int Epoch { get; set; }

    /// <summary>Steps done in it.</summary>
    public int Step { get; set; }

    /// <summary>Steps done in all.</summary>
    public long TotalSteps { get; set; }

    /// <summary>Sum of this epoch's losses, each times its samples.</summary>
    public double LossSum { get; set; }

    /// <summary>Samples seen in this epoch.</summary>
    public long Samples { get; set; }

    /// <summary>The epoch of <see cref="Best"/>, from 1; 0 before there is one.</summary>
    public int BestEpoch { get; set; }

    /// <summary>The loss that made it the best.</summary>
    public double BestLoss { get; set; } = double.PositiveInfinity;

    /// <summary>Finished epochs.</summary>
    public List<EpochResult> History { get; } = [];

    /// <summary>The loss of each finished epoch: on the validation data where there are such, else in training.</summary>
    public List<double> Losses { get; } = [];
}
